/**
 * Stores work with a Jakarta Messaging broker or in a database before the response is written. Any node that shares the store handles
 * it.
 *
 * <p>Inject {@link org.backgroundtasks.durable.DurableTasks}, name a {@link org.backgroundtasks.durable.TaskHandler} and pass
 * a payload. The life of a durable task is <em>added → stored → delivered → handled</em>, with further attempts after a
 * failure, and a dead letter after the last.
 */
@NullMarked
package org.backgroundtasks.durable;

import org.jspecify.annotations.NullMarked;
