/**
 * Connects durable tasks with the store that keeps them. Not for applications: an add-on that brings another store implements it.
 *
 * <p>A store is a {@link org.backgroundtasks.durable.spi.TaskStoreProvider}, found by {@link java.util.ServiceLoader}. The key
 * {@code background-tasks.durable.store} chooses one by its name; left out, the one that the application
 * {@linkplain org.backgroundtasks.durable.spi.TaskStoreProvider#isPresent has} is taken, and several fail the deployment.
 *
 * <pre>
 * add         → outbox of the transaction or the request → {@link org.backgroundtasks.durable.spi.TaskStore#store}
 * store hands out a task → {@link org.backgroundtasks.durable.spi.TaskReceiver#receive}, which calls the handler and then
 *               returns: done, remove it
 *               calls again, defer or deadLetter of the {@link org.backgroundtasks.durable.spi.DeliveredTask}, then returns
 *               throws: as if it had not been handed out, but counted as a delivery
 * startup     → {@link org.backgroundtasks.durable.spi.TaskStoreProvider#open}, then
 *               {@link org.backgroundtasks.durable.spi.TaskStore#startReceiving}
 * shutdown    → {@link org.backgroundtasks.durable.spi.TaskStore#stopReceiving}, the engine's drain,
 *               {@link org.backgroundtasks.durable.spi.TaskStore#awaitReceived}, {@link org.backgroundtasks.durable.spi.TaskStore#close}
 * </pre>
 *
 * <p>All that decides is on this side of the seam: handlers, attempts, delays, what is a dead letter, counts and logs. A store keeps
 * a {@link org.backgroundtasks.durable.spi.TaskEnvelope}, when it is due, and three notes on it: the attempt, how often it was handed
 * out since, and since when no node has known its handler.
 */
@NullMarked
package org.backgroundtasks.durable.spi;

import org.jspecify.annotations.NullMarked;
