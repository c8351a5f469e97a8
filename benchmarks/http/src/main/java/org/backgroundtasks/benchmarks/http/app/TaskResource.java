package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.backgroundtasks.BackgroundTasks;

/** A request with one task, by the library. */
@Path("task")
@RequestScoped
public class TaskResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Work work;

    @GET
    public String task() {
        tasks.add(work::run);
        return "accepted";
    }

    @GET
    @Path("sleeping")
    public String sleeping(@QueryParam("millis") @DefaultValue("50") long millis) {
        tasks.add(work::sleep, millis);
        return "accepted";
    }
}
