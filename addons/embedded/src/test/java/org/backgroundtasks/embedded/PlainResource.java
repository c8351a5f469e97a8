package org.backgroundtasks.embedded;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** A resource without a bean-defining annotation. */
@Path("plain")
public class PlainResource {

    @Inject
    Greeting greeting;

    @Context
    UriInfo uri;

    @GET
    public String get() {
        return uri.getPath() + greeting.next();
    }
}
