package org.backgroundtasks.durable;

import java.time.Duration;

/**
 * Stores tasks with a Jakarta Messaging broker or in a database. Any node that shares the store handles them, even if this one dies.
 *
 * <pre>{@code
 * @Inject DurableTasks durable;
 *
 * @POST
 * public Response order(Order order) {
 *     durable.add(SendReceipt.class, new OrderPlaced(order.id()));
 *     return Response.accepted().build();
 * }
 * }</pre>
 *
 * <p><b>When a task is stored</b> depends on where it is added:
 *
 * <ol>
 *   <li>In a JTA transaction: within that transaction, as it begins to commit. A rollback drops the task. If the broker refuses,
 *       the transaction rolls back, and its commit fails with the container's exception.
 *   <li>Else, in a Jakarta REST request: before its response is written, so that 2xx means stored. At a status of 400 or above the
 *       task is dropped. If the broker refuses, the response becomes 503, and none of the request's tasks is stored.
 *   <li>Anywhere else, such as in a servlet, a message-driven bean, a background task, a {@link TaskHandler}, on a thread without
 *       the request scope, or once the response is being written: at once. {@code add} returns when the broker has the task.
 * </ol>
 *
 * <p>To store a task of a failed request, let a background task add it: {@code tasks.onError().add(() -> durable.add(Audit.class,
 * attempt))}.
 *
 * <p><b>Options come before {@code add}</b>: {@code durable.named("receipt").delayed(Duration.ofMinutes(5)).add(SendReceipt.class,
 * order)}. Each option returns a view of the same queue, whose {@code add} uses the option too. A view is a new object. Use it as often
 * as you like, wherever the queue is valid that it was taken from. The last of a repeated option holds.
 *
 * <p>{@code add} writes the payload as JSON, so later changes to the object do not count. It reads the JSON back and refuses a
 * payload that does not survive. Inject it anywhere. Thread-safe.
 */
public interface DurableTasks {

    /**
     * Adds a task.
     *
     * @param <P> the payload's type
     * @param handler the class of the bean that will handle the task
     * @param payload what the handler is called with
     * @return the task
     * @throws NullPointerException if the handler or the payload is null
     * @throws IllegalArgumentException if the class is not that of a bean, or the payload does not survive being written to and read
     *     from JSON by JSON-B; the message names the property
     * @throws IllegalStateException if the request or the transaction has as many durable tasks as
     *     {@code background-tasks.max-per-request} allows
     * @throws NotStoredException if the task is to be stored at once and the broker refuses it or cannot be reached
     */
    <P> DurableTask add(Class<? extends TaskHandler<P>> handler, P payload);

    /**
     * Returns this queue for tasks with a name, for logs, events and the broker's console. Several tasks may share it.
     *
     * @param name the name
     * @return a view of this queue
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if {@code name} is blank
     */
    DurableTasks named(String name);

    /**
     * Returns this queue for tasks of which the last one of a key replaces the others, among those that a request or a transaction
     * still holds. A replaced task is dropped, which is logged at DEBUG. What is stored is not replaced.
     *
     * @param key the key
     * @return a view of this queue
     * @throws NullPointerException if {@code key} is null
     * @throws IllegalArgumentException if {@code key} is blank
     */
    DurableTasks replacing(String key);

    /**
     * Returns this queue for tasks that are handled no sooner than this long after they are stored.
     *
     * @param delay the shortest time from being stored to being delivered, by the broker's clock, in milliseconds
     * @return a view of this queue
     * @throws NullPointerException if {@code delay} is null
     * @throws IllegalArgumentException if {@code delay} is negative, or above 3,650 days
     */
    DurableTasks delayed(Duration delay);

    /**
     * Returns this queue for tasks that run in the memory of this node and are stored only if the application stops first. Such a task
     * runs after the response, as one of {@link org.backgroundtasks.BackgroundTasks} does and under its rules: adding it does not
     * use the store, and a failure is logged and not retried. When the application stops, what waits is stored as the drain begins, and what still
     * runs after {@code background-tasks.drain-timeout} is interrupted and stored. Another node, or this one when it has started again,
     * handles it then as any durable task, which may repeat what was interrupted. What the store refuses is listed in the log at ERROR.
     *
     * <p><b>A node that is killed or crashes loses the task.</b> A task that must not be lost is added without this option.
     *
     * <p>The handler's {@link Redelivery} holds once the task is stored; its attempt timeout holds in memory too. Add such a task where
     * a request scope is active.
     *
     * @return a view of this queue
     * @throws IllegalStateException if this view delays its tasks
     */
    DurableTasks inMemory();
}
