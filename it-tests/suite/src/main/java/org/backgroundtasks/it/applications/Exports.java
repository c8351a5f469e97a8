package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.status.TaskStatuses;

/** Answers 202 with a task that holds the latch of its key in the middle. */
@Path("exports/{key}")
@RequestScoped
public class Exports {

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @Inject
    TaskContext task;

    @Inject
    Journal journal;

    /**
     * Adds the task.
     *
     * @param key the journal's key, and the latch's name
     * @param name the task's name, which it also says of its progress
     * @return 202 with the address of the status
     */
    @POST
    public Response export(@PathParam("key") String key, @QueryParam("name") String name) {
        // values, as the scope of this object ends before the task begins
        Journal written = journal;
        TaskContext context = task;
        TaskStatuses results = statuses;
        return statuses.accepted(tasks.named(name).add(() -> {
                    context.progress(0.5, name);
                    written.record(key, "started");
                    try {
                        written.hold(key);
                    } catch (InterruptedException cancelled) {
                        written.record(key, "cancelled " + context.isCancelled());
                        throw cancelled;
                    }
                    results.result(URI.create("exports/" + key + "/file"));
                }))
                .build();
    }
}
