package org.backgroundtasks.status.internal;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskDetails;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.status.spi.Node;
import org.jspecify.annotations.Nullable;

/** Serves stored tasks to the dashboard, and changes them for callers in the configured role. */
@Path(StoredResource.PATH)
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StoredResource {

    static final String PATH = MonitorResource.PATH + "/stored";

    private static final Logger LOG = System.getLogger("org.backgroundtasks.status");

    private static final int LONGEST_PAGE = 200;
    private static final String CHANGE = "{change: retry|discard}";
    private static final String HANDLER_CHANGE = "handlers/{change: pause|resume}";

    @Inject
    BackgroundTasksEngine engine;

    @Inject
    SharedStore shared;

    @Inject
    StatusSettings settings;

    @Context
    SecurityContext caller;

    @Context
    HttpHeaders headers;

    /** Is what a request is answered with. */
    private interface Answer {
        JsonObject get() throws IOException;
    }

    /** Returns queues, nodes, and the figures of the last hour. */
    @GET
    public Response overview() {
        return answer(access().refusal(), () -> {
            StoredTasks stored = engine.addOns().storedTasks();
            List<Node> nodes = shared.nodes();
            if (stored == null || !stored.exist()) {
                return StoredJson.nothing("none", nodes);
            }
            @Nullable StoreOperations store = stored.operations();
            return store == null
                    ? StoredJson.nothing("other", nodes)
                    : StoredJson.overview(store, stored, nodes, access().mayChange());
        });
    }

    /** Lists tasks, a page at a time. */
    @GET
    @Path("tasks")
    public Response list(
            @Context UriInfo uri,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return answer(access().refusal(), () -> {
            TaskFilter filter = FilterJson.ofQuery(uri.getQueryParameters());
            return StoredJson.page(
                    store().list(filter, after, Math.max(1, Math.min(limit, LONGEST_PAGE))), store().count(filter));
        });
    }

    /** Returns one task, stored or ended, with its history. */
    @GET
    @Path("task")
    public Response task(@QueryParam("id") @DefaultValue("") String id) {
        return answer(access().refusal(), () -> {
            @Nullable TaskDetails found = store().find(id);
            return StoredJson.task(id, found, store().history(id));
        });
    }

    /** Retries or discards the task of an id, or all that match. */
    @POST
    @Path(CHANGE)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("change") String change, InputStream body) {
        boolean retries = change.equals("retry");
        return answer(refusalToChange(), () -> {
            TaskFilter filter = FilterJson.ofBody(FilterJson.read(body));
            String operator = access().name();
            int changed = retries ? store().retry(filter, operator) : store().discard(filter, operator);
            LOG.log(
                    Level.INFO,
                    "{0} {1} {2} durable task(s): {3}",
                    operator,
                    retries ? "retried" : "discarded",
                    changed,
                    LogText.oneLine(FilterJson.text(filter)));
            return StoredJson.changed(changed);
        });
    }

    /** Pauses or resumes a handler. */
    @POST
    @Path(HANDLER_CHANGE)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response handler(@PathParam("change") String change, InputStream body) {
        boolean pauses = change.equals("pause");
        return answer(refusalToChange(), () -> {
            String handler = FilterJson.handler(FilterJson.read(body));
            String operator = access().name();
            boolean changed = pauses ? store().pause(handler, operator) : store().resume(handler);
            if (changed) {
                LOG.log(
                        Level.INFO,
                        "{0} {1} the handler {2} on all nodes",
                        operator,
                        pauses ? "paused" : "resumed",
                        LogText.oneLine(handler));
            }
            return StoredJson.changed(changed ? 1 : 0);
        });
    }

    private PageAccess access() {
        return new PageAccess(settings, caller);
    }

    /** Also of a request that another site had a browser send, which cannot name this type of content. */
    private @Nullable Problem refusalToChange() {
        MediaType type = headers.getMediaType();
        return type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                ? Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, "Send the change as application/json")
                : access().refusalToChange();
    }

    /** Returns what the store offers. */
    private StoreOperations store() throws IOException {
        StoredTasks stored = engine.addOns().storedTasks();
        @Nullable StoreOperations store = stored == null ? null : stored.operations();
        if (store == null) {
            throw Problem.of(Status.NOT_FOUND, "Only a database shows and changes stored tasks here")
                    .toException();
        }
        return store;
    }

    private static Response answer(@Nullable Problem refusal, Answer answer) {
        if (refusal != null) {
            return refusal.toResponse();
        }
        try {
            return MonitorResource.secured(Response.ok(answer.get().toString()));
        } catch (IllegalArgumentException wrong) {
            return Problem.of(Status.BAD_REQUEST, String.valueOf(wrong.getMessage()))
                    .toResponse();
        } catch (IOException refused) {
            LOG.log(Level.WARNING, "The dashboard shows no stored tasks: {0}", refused.getMessage());
            LOG.log(Level.DEBUG, "Why the dashboard shows no stored tasks", refused);
            return Problem.of(
                            Status.SERVICE_UNAVAILABLE,
                            "The store of durable tasks does not answer, or took too long; the log says why")
                    .toResponse();
        }
    }
}
