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
 * <p><b>At least once.</b> If a node or the store goes down at the wrong moment, a task is handled again, perhaps on another node, and
 * perhaps while the first attempt still runs. So a handler must recognise a repetition. {@link org.backgroundtasks.TaskContext#id()}
 * returns the same id each time, and never that of another task.
 *
 * <p>Each attempt runs in a request scope of its own and without a transaction. Annotate {@code handle} with {@code @Transactional} for
 * one; it ends before the task is acknowledged. {@code TaskContext.attempt()} returns the number of the attempt. The container
 * chooses the thread, and several threads may call one handler at once.
 *
 * <p>The name of the bean's class is stored with the task. Annotate a renamed class with {@link Formerly}, so that it handles the tasks
 * that were stored before.
 *
 * @param <P> the payload's type, a class or a parameterized type that JSON-B can write and read
 */
@FunctionalInterface
public interface TaskHandler<P> {

    /**
     * Does the work.
     *
     * @param payload what the task was added with, read from its JSON; never null
     * @throws Exception if the attempt failed; the task is retried as {@link Redelivery} says, and after {@link GiveUp} dead-lettered
     */
    void handle(P payload) throws Exception;
}
