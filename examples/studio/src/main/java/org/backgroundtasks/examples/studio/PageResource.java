package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The page to try it all with. From the class path, since that is the same embedded and on a server. */
@Path("/")
@ApplicationScoped
public class PageResource {

    @GET
    @Produces("text/html;charset=UTF-8")
    public Response page(@Context UriInfo uri) {
        // WildFly serves a context without its last slash, too, from where the page's relative addresses lead elsewhere
        return uri.getRequestUri().getPath().endsWith("/")
                ? file("page.html")
                : Response.seeOther(uri.getBaseUri()).build();
    }

    /** What all examples' pages look like. */
    @GET
    @Path("common.css")
    @Produces("text/css;charset=UTF-8")
    public Response commonStyle() {
        return file("common.css");
    }

    @GET
    @Path("page.css")
    @Produces("text/css;charset=UTF-8")
    public Response style() {
        return file("page.css");
    }

    @GET
    @Path("page.js")
    @Produces("text/javascript;charset=UTF-8")
    public Response script() {
        return file("page.js");
    }

    private static Response file(String name) {
        return Response.ok(PageResource.class.getResourceAsStream(name))
                .header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
                .header("Cache-Control", "no-cache")
                .build();
    }
}
