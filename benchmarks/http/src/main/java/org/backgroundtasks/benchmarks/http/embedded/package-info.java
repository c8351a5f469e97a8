/** The embedded runtime as a process. */
@NullMarked
package org.backgroundtasks.benchmarks.http.embedded;

import org.jspecify.annotations.NullMarked;
