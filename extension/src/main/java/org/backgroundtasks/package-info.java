/**
 * Background tasks for Jakarta EE: work that starts once the response has left.
 *
 * <p>Inject {@link org.backgroundtasks.BackgroundTasks}, add a function and its arguments, return. The life of a task is
 * <em>added → held → released → run → reported</em>.
 */
@NullMarked
package org.backgroundtasks;

import org.jspecify.annotations.NullMarked;
