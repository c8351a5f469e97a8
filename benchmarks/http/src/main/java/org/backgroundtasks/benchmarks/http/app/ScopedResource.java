package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A request with one task, by hand, that has a request scope, and leaves the context to the executor. */
@Path("scoped")
@RequestScoped
public class ScopedResource {

    @Inject
    Executors executors;

    @Inject
    Work work;

    @GET
    public String scoped() {
        executors.execute(work::runInScope);
        return "accepted";
    }
}
