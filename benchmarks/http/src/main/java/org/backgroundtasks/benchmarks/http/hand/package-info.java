/** The stack of the embedded runtime, put together by hand. */
@NullMarked
package org.backgroundtasks.benchmarks.http.hand;

import org.jspecify.annotations.NullMarked;
