/** Whole servers under load: the library beside the same work by hand, and beside other frameworks. */
@NullMarked
package org.backgroundtasks.benchmarks.http;

import org.jspecify.annotations.NullMarked;
