package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** A request with one task, by hand, that has no request scope and may run before the response has left: weaker. */
@Path("bare")
@RequestScoped
public class BareResource {

    @Inject
    Executors executors;

    @Inject
    Work work;

    @GET
    public String bare() {
        executors.execute(work::run);
        return "accepted";
    }

    @GET
    @Path("sleeping")
    public String sleeping(@QueryParam("millis") @DefaultValue("50") long millis) {
        executors.execute(() -> work.sleep(millis));
        return "accepted";
    }
}
