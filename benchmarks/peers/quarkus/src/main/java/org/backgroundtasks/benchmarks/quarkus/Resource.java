package org.backgroundtasks.benchmarks.quarkus;

import io.quarkus.runtime.Quarkus;
import io.smallrye.context.api.ManagedExecutorConfig;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.context.ManagedExecutor;

/** The requests. */
@Path("/")
@RequestScoped
public class Resource {

    @Inject
    @ManagedExecutorConfig(maxAsync = 8)
    ManagedExecutor executor;

    @Inject
    Work work;

    @GET
    @Path("plain")
    public String plain() {
        return "accepted";
    }

    @GET
    @Path("task")
    public String task() {
        executor.execute(work::run);
        return "accepted";
    }

    @GET
    @Path("task/sleeping")
    public String sleeping(@QueryParam("millis") @DefaultValue("50") long millis) {
        executor.execute(() -> work.sleep(millis));
        return "accepted";
    }

    @GET
    @Path("completed")
    public String completed() {
        return Long.toString(work.completed());
    }

    @GET
    @Path("version")
    public String version() {
        return "Quarkus " + Quarkus.class.getPackage().getImplementationVersion();
    }
}
