package org.backgroundtasks.status;

import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import org.backgroundtasks.BackgroundTask;

/**
 * Lets clients follow tasks: answers 202 Accepted with the address of a task's status. Inject it anywhere in the application.
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
 * <p>The client finds the address of the status resource in the header {@code Location}. {@code GET} answers JSON, or
 * server-sent events to who accepts {@code text/event-stream}; {@code DELETE} cancels the task. The address cannot be guessed,
 * and is good until the status has been kept as long, or as many newer ones have been, as configured.
 *
 * <p>Durable tasks are told of on any node, as far as that node or the broker knows them.
 *
 * <p>Safe for any thread.
 */
public interface TaskStatuses {

    /**
     * Begins the response 202 Accepted: {@code Location} is the address of the task's status, {@code Retry-After} says when to
     * ask, and the entity is the status as it is now, which the caller may replace. A durable task is {@code stored} in it, which
     * it is when the response gets to the client.
     *
     * <p>Call it on the thread of the request, since the address becomes absolute by what the request says.
     *
     * @param task a task that was added, at any moment of its life; called twice for one task, this returns one address
     * @return a builder, open to additions
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if the task was never added, or is of another's making
     * @throws IllegalStateException if statuses are bound to their callers, and the request has none
     */
    ResponseBuilder accepted(BackgroundTask task);

    /**
     * The address of the task's status, for a response that is made differently.
     *
     * @param task a task that was added
     * @return the address, relative to the base URI of the Jakarta REST application
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalArgumentException if the task was never added, or is of another's making
     * @throws IllegalStateException if statuses are bound to their callers, and the request has none
     */
    URI address(BackgroundTask task);

    /**
     * Says, in code that a task runs, where its result is. The status shows that once the task has succeeded.
     *
     * @param location an address; a relative one belongs to the base URI of the Jakarta REST application
     * @throws NullPointerException if {@code location} is null
     * @throws IllegalStateException if no task runs on this thread
     * @throws jakarta.enterprise.context.ContextNotActiveException if not even a request scope is active, as in what an
     *     asynchronous task's stage runs later
     */
    void result(URI location);
}
