package org.backgroundtasks.it.applications;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The {@link Journal} over HTTP. */
@Path("journal")
@RequestScoped
public class JournalResource {

    @Inject
    Journal journal;

    @GET
    @Path("{key}")
    @Produces(MediaType.TEXT_PLAIN)
    public String entries(@PathParam("key") String key, @QueryParam("count") @DefaultValue("0") int count)
            throws InterruptedException {
        return journal.await(key, count).stream().map(Journal.Entry::line).collect(joining("\n"));
    }

    @POST
    @Path("latch/{name}")
    public void release(@PathParam("name") String name) {
        journal.release(name);
    }
}
