package org.backgroundtasks.status.internal;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.status.spi.StatusStore;
import org.jspecify.annotations.Nullable;

/** Returns the status of a tracked task, and cancels the task. */
@Path(StatusResource.PATH + "/{id: .+}")
@RequestScoped
public class StatusResource {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.status");

    private static final String NO_TASK = "There is no task at this address";

    static final String PATH = "background-tasks/status";

    @Inject
    TrackedTasks tasks;

    @Inject
    StatusSearch search;

    @Inject
    EventStreams streams;

    @Inject
    SharedStore shared;

    @Inject
    StatusSettings settings;

    /** Returns the status. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext caller) {
        Status status = find(id, caller).status();
        ResponseBuilder response = Response.ok(
                        StatusJson.of(status, uri.getBaseUri()).toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!status.state().isEnd()) {
            response.header(HttpHeaders.RETRY_AFTER, settings.retryAfterSeconds());
        }
        return response.build();
    }

    /** Sends the status now and at each change, up to the last, to clients that accept nothing else. */
    @GET
    @StreamHeaders.OnStream
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public void follow(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastId,
            @Context UriInfo uri,
            @Context SecurityContext caller,
            @Context SseEventSink sink,
            @Context Sse sse) {
        TrackedTask task = find(id, caller);
        Status status = task.status();
        if (status.state().isEnd() && Integer.toString(status.version()).equals(lastId)) {
            // this keeps a client that has seen it all from connecting again
            throw new WebApplicationException(Response.noContent().build());
        }
        if (!streams.open(task, sink, sse, uri.getBaseUri(), settings.retryAfter())) {
            throw unavailable("Too many clients follow tasks. Accept application/json, or try again later");
        }
    }

    /** Cancels the task, and returns its status: 202 if the task was interrupted and has not ended yet. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response cancel(@PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext caller) {
        TrackedTask task = find(id, caller);
        if (!settings.cancel()) {
            return Problem.of(Response.Status.FORBIDDEN, "Clients cannot cancel tasks here")
                    .toResponse();
        }
        if (task.isAtOtherNode() ? !asksToCancel(task) : !task.cancel()) {
            return Problem.of(Response.Status.CONFLICT, whyNotCancelled(task)).toResponse();
        }
        Status status = task.status();
        // one of another node's has not ended before that has heard of it
        return Response.status(status.state().isEnd() ? Response.Status.OK : Response.Status.ACCEPTED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(StatusJson.of(status, uri.getBaseUri()).toString())
                .build();
    }

    private String whyNotCancelled(TrackedTask task) {
        if (task.status().state().isEnd() || task.task() != null || task.isAtOtherNode()) {
            return "The task has ended, or was cancelled before. GET its status for its state";
        }
        return shared.exists()
                ? "The task is stored, and no node handles it now. It can be cancelled while one does"
                : "The task is stored, and this node does not handle it. Only the node that handles it can cancel it,"
                        + " while it does";
    }

    private boolean asksToCancel(TrackedTask task) {
        StatusStore store = shared.get();
        try {
            return store != null && store.cancel(task.key());
        } catch (IOException storeGone) {
            LOG.log(Level.DEBUG, "The node that has a task cannot be asked to cancel it", storeGone);
            throw unavailable("Another node has the task, and cannot be asked to cancel it now. Try again later");
        }
    }

    private TrackedTask find(String id, SecurityContext caller) {
        Problem refusal = RoleCheck.refusal(settings.role(), StatusSettings.ROLE, caller);
        if (refusal != null) {
            throw refusal.toException();
        }
        Principal user = caller.getUserPrincipal();
        if (settings.bindToCaller() && user == null) {
            throw RoleCheck.noCaller("This status is for the caller who was given its address.")
                    .toException();
        }
        StatusId status = StatusId.parse(id);
        if (status == null) {
            throw notFound(NO_TASK).toException();
        }
        TrackedTask task;
        try {
            task = search.find(status);
        } catch (IOException brokerGone) {
            LOG.log(Level.DEBUG, "The broker does not answer for the status of a task", brokerGone);
            throw unavailable("This node knows no such task, and cannot ask the broker now. Try again later");
        }
        if (task == null) {
            throw notFound(status).toException();
        }
        if (settings.bindToCaller() && (user == null || !task.isBoundTo(user.getName()))) {
            // as if there were none
            throw notFound(NO_TASK).toException();
        }
        return task;
    }

    private WebApplicationException unavailable(String detail) {
        return new WebApplicationException(Response.fromResponse(
                        Problem.of(Response.Status.SERVICE_UNAVAILABLE, detail).toResponse())
                .header(HttpHeaders.RETRY_AFTER, settings.retryAfterSeconds())
                .build());
    }

    private static Problem notFound(String detail) {
        return Problem.of(Response.Status.NOT_FOUND, detail);
    }

    private Problem notFound(StatusId id) {
        if (tasks.wasForgotten(id)) {
            return Problem.of(Response.Status.GONE, "The status of this task is no longer kept");
        }
        return notFound(
                search.isForBroker(id)
                        ? "This node knows no such task, and the broker shows none. If there is one, another node handles it"
                                + " or has handled it, or it waits for its time"
                        : NO_TASK);
    }
}
