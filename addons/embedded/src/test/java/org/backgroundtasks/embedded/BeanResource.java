package org.backgroundtasks.embedded;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A resource that bean discovery finds. */
@Path("bean")
@RequestScoped
public class BeanResource {

    @Inject
    Greeting greeting;

    @Inject
    ManagedExecutorService executor;

    @GET
    @Path("{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> get(@PathParam("name") String name) {
        return Map.of(name, greeting.next());
    }

    @GET
    @Path("async")
    public CompletionStage<String> async() {
        return executor.supplyAsync(() -> Thread.currentThread().getName());
    }
}
