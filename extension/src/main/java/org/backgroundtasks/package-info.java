/**
 * Runs work after the response has left.
 *
 * <p>Inject {@link org.backgroundtasks.BackgroundTasks}, add a function and its arguments, return. A task's life is
 * <em>added → held → released → run → reported</em>.
 */
@NullMarked
package org.backgroundtasks;

import org.jspecify.annotations.NullMarked;
