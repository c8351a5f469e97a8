package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/**
 * A request with one task, by hand, with what a task of the library has: the caller's context and a request scope. The
 * executor captures that context by itself, too, when it is given the task.
 */
@Path("hand")
@RequestScoped
public class HandResource {

    @Inject
    Executors executors;

    @Inject
    Work work;

    @GET
    public String hand() {
        executors.execute(executors.contexts().contextualRunnable(work::runInScope));
        return "accepted";
    }
}
