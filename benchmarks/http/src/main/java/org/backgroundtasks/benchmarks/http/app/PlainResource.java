package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A request that adds no task. */
@Path("plain")
@RequestScoped
public class PlainResource {

    @GET
    public String plain() {
        return "accepted";
    }
}
