package org.backgroundtasks.embedded.leak;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.ExecutionException;

@Path("leak")
@RequestScoped
public class LeakResource {

    /** A type of the application's own that JSON-B gets to know. */
    public record Answer(String thread, boolean ownLoader) {}

    @Inject
    ManagedExecutorService executor;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Answer get() throws ExecutionException, InterruptedException {
        return executor.submit(() -> new Answer(
                        Thread.currentThread().getName(),
                        Thread.currentThread().getContextClassLoader() == LeakResource.class.getClassLoader()))
                .get();
    }
}
