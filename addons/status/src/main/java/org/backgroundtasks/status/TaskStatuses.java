package org.backgroundtasks.status;

import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import org.backgroundtasks.BackgroundTask;

/**
 * Answers 202 Accepted with the address of a task's status, so that clients follow the task. Inject it anywhere in the application.
 *
 * <pre>{@code
 * @Inject BackgroundTasks tasks;
 * @Inject TaskStatuses statuses;
 *
 * @POST
 * public Response upload(InputStream body) throws IOException {
 *     Path file = save(body);
 *     return statuses.accepted(tasks.add(converter::convert, file)).build();
 * }
 * }</pre>
 *
 * <p>The header {@code Location} has the address of the status resource. {@code GET} returns JSON, or server-sent events to a client
 * that accepts {@code text/event-stream}; {@code DELETE} cancels the task. The address cannot be guessed. It is valid until
 * {@code background-tasks.status.keep} has passed since the task's end, or {@code background-tasks.status.max-entries} newer tasks
 * have ended.
 *
 * <p>With the database module, every node returns the status of every task. Without it, a node returns that of its own tasks, and of
 * durable tasks as far as it or the broker knows it.
 *
 * <p>Thread-safe.
 */
public interface TaskStatuses {

    /**
     * Begins the response 202 Accepted. {@code Location} is the address of the task's status, {@code Retry-After} the time until the
     * client should ask, and the entity the status now, which you may replace. It shows a durable task as {@code stored}, as it is
     * when the response reaches the client.
     *
     * <p>Call it on the request's thread: the request makes the address absolute.
     *
     * @param task a task that was added, at any moment of its life; every call for one task returns the same address
     * @return a builder, open to additions
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if the task was never added, or the library did not create it
     * @throws IllegalStateException if statuses are bound to their callers, and the request has none
     */
    ResponseBuilder accepted(BackgroundTask task);

    /**
     * Returns the address of the task's status, for a response that you build yourself.
     *
     * @param task a task that was added
     * @return the address, relative to the base URI of the Jakarta REST application
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if the task was never added, or the library did not create it
     * @throws IllegalStateException if statuses are bound to their callers, and the request has none
     */
    URI address(BackgroundTask task);

    /**
     * Sets the address of the running task's result. Call it in code that the task runs. The status shows the address once the task
     * has succeeded.
     *
     * @param location an address; a relative one is resolved against the base URI of the Jakarta REST application
     * @throws NullPointerException if {@code location} is null
     * @throws IllegalStateException if no task runs on this thread
     * @throws jakarta.enterprise.context.ContextNotActiveException if no request scope is active, as in what the stage of an
     *     asynchronous task runs later
     */
    void result(URI location);
}
