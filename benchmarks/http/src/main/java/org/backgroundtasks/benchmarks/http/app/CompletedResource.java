package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** How many tasks have ended. */
@Path("completed")
@RequestScoped
public class CompletedResource {

    @Inject
    Work work;

    @GET
    public String completed() {
        return Long.toString(work.completed());
    }
}
