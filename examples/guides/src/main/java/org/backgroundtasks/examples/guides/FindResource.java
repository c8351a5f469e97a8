package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTasks;

/** What the FAQ quotes: a handle for another thread, and values instead of the request. */
@Path("articles/{id}")
@RequestScoped
public class FindResource {

    @Inject
    BackgroundTasks tasks;

    private final Logger log = Logger.getLogger("articles");

    @Context
    HttpHeaders headers;

    /** Answers later, on another thread. */
    @GET
    public CompletionStage<String> find(@PathParam("id") String id) {
        BackgroundTasks handle = tasks.handle();
        return load(id).thenApply(found -> {
            handle.add(this::count, id);
            return found;
        });
    }

    /** Notes who asks. */
    @GET
    @Path("seen")
    public void seen() {
        String agent = headers.getHeaderString("User-Agent");
        tasks.add(this::count, agent);
    }

    private static CompletableFuture<String> load(String id) {
        return CompletableFuture.supplyAsync(() -> "article " + id);
    }

    private void count(String what) {
        log.info("Seen: " + what);
    }
}
