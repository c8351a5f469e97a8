/**
 * Durable tasks: work that a Jakarta Messaging broker stores before the response is written, and that any node which shares the
 * broker handles.
 *
 * <p>Inject {@link org.backgroundtasks.durable.DurableTasks}, name a {@link org.backgroundtasks.durable.TaskHandler} and give
 * it a payload. The life of a durable task is <em>added → stored → delivered → handled</em>, with further attempts after a
 * failure, and a dead letter after the last.
 */
@NullMarked
package org.backgroundtasks.durable;

import org.jspecify.annotations.NullMarked;
