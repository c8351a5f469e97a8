package org.backgroundtasks.durable;

/**
 * Handles the durable tasks of one kind: a CDI bean, found by its type.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Redelivery(attempts = 5)
 * class SendReceipt implements TaskHandler<OrderPlaced> {
 *     public void handle(OrderPlaced order) { … }
 * }
 * }</pre>
 *
 * <p><b>At least once.</b> A node or a broker that goes down at the wrong moment has a task handled again, perhaps on another
 * node and at the same time as a connection is found to be lost. So a handler must be able to do the same task twice; the id that
 * {@link org.backgroundtasks.TaskContext} tells is the same each time, and never that of another task.
 *
 * <p>Each attempt runs in a request scope of its own and without a transaction; a handler that wants one says so with
 * {@code @Transactional}, and that transaction has ended before the task is acknowledged. {@code TaskContext} tells the attempt.
 * Which thread it runs on is the container's affair; several may call one handler at once.
 *
 * <p>The name of the bean's class goes into the message: one that is renamed is annotated with {@link Formerly}, so that it gets the
 * tasks that were stored before.
 *
 * @param <P> the payload's type, a class or a parameterized type that JSON-B can write and read
 */
@FunctionalInterface
public interface TaskHandler<P> {

    /**
     * Does the work.
     *
     * @param payload what the task was added with, read from its JSON; never null
     * @throws Exception anything; the task is then tried again as {@link Redelivery} says, unless that or {@link GiveUp} says otherwise
     */
    void handle(P payload) throws Exception;
}
