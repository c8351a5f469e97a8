package org.backgroundtasks.status.internal;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.backgroundtasks.spi.AddedTask;

/** Serves the dashboard: off unless configured, and read-only unless restricted to a role. */
@Path(MonitorResource.PATH)
@RequestScoped
public class MonitorResource {

    static final String PATH = "background-tasks/monitor";

    /** Allows nothing from elsewhere, and no script but the page's own: names and messages may come from anybody. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    Dashboard dashboard;

    @Inject
    StatusSettings settings;

    @Context
    SecurityContext caller;

    /** Returns the page. */
    @GET
    @Produces("text/html;charset=UTF-8")
    public Response page(@Context UriInfo uri) {
        // the page's own addresses are relative to one that ends in a slash
        return uri.getRequestUri().getPath().endsWith("/")
                ? file("monitor.html")
                : Response.seeOther(uri.getBaseUriBuilder().path(PATH + '/').build())
                        .build();
    }

    /** Returns its style sheet. */
    @GET
    @Path("monitor.css")
    @Produces("text/css;charset=UTF-8")
    public Response style() {
        return file("monitor.css");
    }

    /** Returns one of its scripts. */
    @GET
    @Path("{script: (elements|monitor|stored|stored-list|stored-task)\\.js}")
    @Produces("text/javascript;charset=UTF-8")
    public Response script(@PathParam("script") String name) {
        return file(name);
    }

    /** Returns its data. */
    @GET
    @Path("tasks")
    @Produces(MediaType.APPLICATION_JSON)
    public Response tasks() {
        Problem refusal = access().refusal();
        return refusal != null
                ? refusal.toResponse()
                : secured(Response.ok(dashboard.toJson(access().mayChange()).toString()));
    }

    /** Cancels a task, tracked or not. */
    @DELETE
    @Path("tasks/{id}")
    public Response cancel(@PathParam("id") String id) {
        Problem refusal = access().refusalToChange();
        if (refusal != null) {
            return refusal.toResponse();
        }
        AddedTask task = dashboard.find(id);
        if (task == null || !dashboard.cancel(task)) {
            return Problem.of(Status.CONFLICT, "The task has ended, or was cancelled before")
                    .toResponse();
        }
        return Response.accepted().build();
    }

    private PageAccess access() {
        return new PageAccess(settings, caller);
    }

    private Response file(String name) {
        Problem refusal = access().refusal();
        return refusal != null
                ? refusal.toResponse()
                : secured(Response.ok(MonitorResource.class.getResourceAsStream(name)));
    }

    static Response secured(Response.ResponseBuilder response) {
        return response.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
