package org.backgroundtasks.durable;

/**
 * Stores tasks with a Jakarta Messaging broker, to be handled by this or another node that shares it, even if this one dies.
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
 *       the transaction is rolled back, and committing it fails as the container says.
 *   <li>Else, in a Jakarta REST request: before its response is written, so that 2xx means stored. At a status of 400 or above the
 *       task is dropped. If the broker refuses, the response becomes 503, and none of the request's tasks is stored.
 *   <li>Anywhere else, such as in a servlet, a message-driven bean, a background task, a {@link TaskHandler}, on a thread without
 *       the request scope, or once the response is being written: at once. {@code add} returns when the broker has the task.
 * </ol>
 *
 * <p>A task that is to be stored though the request fails is added by a background task: {@code tasks.add(() ->
 * durable.add(Audit.class, attempt)).onError()}.
 *
 * <p>The payload is written as JSON when the task is added; later changes to the object do not count. Injected anywhere, and safe
 * for several threads at once.
 */
public interface DurableTasks {

    /**
     * Adds a task.
     *
     * @param <P> the payload's type
     * @param handler the class of the bean that will handle the task
     * @param payload what it is to be called with
     * @return the task; options can follow unless it is stored at once
     * @throws NullPointerException if the handler or the payload is null
     * @throws IllegalArgumentException if the class is not that of a bean, or JSON-B cannot write the payload
     * @throws NotStoredException if the task is to be stored at once and the broker refuses it or cannot be reached
     */
    default <P> DurableTask add(Class<? extends TaskHandler<P>> handler, P payload) {
        return add(DurableTask.of(handler, payload));
    }

    /**
     * Adds a task made with {@link DurableTask#of}, with the options it has.
     *
     * @param task the task
     * @return the same task
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalStateException if the task was added before
     * @throws IllegalArgumentException if its handler's class is not that of a bean, or JSON-B cannot write its payload
     * @throws NotStoredException if the task is to be stored at once and the broker refuses it or cannot be reached
     */
    DurableTask add(DurableTask task);
}
