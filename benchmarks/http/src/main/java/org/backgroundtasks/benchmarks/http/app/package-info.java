/** The application that is measured: deployed with the library and without it. */
@NullMarked
package org.backgroundtasks.benchmarks.http.app;

import org.jspecify.annotations.NullMarked;
