/** How released tasks run: the run and its current execution, which thread runs them, timeouts. */
@NullMarked
package org.backgroundtasks.internal.run;

import org.jspecify.annotations.NullMarked;
