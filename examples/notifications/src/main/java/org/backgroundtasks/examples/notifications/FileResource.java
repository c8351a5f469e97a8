package org.backgroundtasks.examples.notifications;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;
import static jakarta.ws.rs.core.MediaType.APPLICATION_OCTET_STREAM;
import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import org.backgroundtasks.BackgroundTasks;
import org.jspecify.annotations.Nullable;

/** Uploads: accepted at once, worked off afterwards. The last upload under a name is the one that counts. */
@Path("files/{name}")
@RequestScoped
public class FileResource {

    private static final int MAX_BYTES = 5 * 1024 * 1024;

    @Inject
    BackgroundTasks tasks;

    @Inject
    FileCounts counts;

    @POST
    @Consumes({APPLICATION_OCTET_STREAM, TEXT_PLAIN})
    @Produces(APPLICATION_JSON)
    public Response upload(@PathParam("name") String name, InputStream body, @Context UriInfo uri) throws IOException {
        String safe = safeName(name);
        // the body is gone once the response is: keep it
        java.nio.file.Path content = Files.createTempFile("upload", null);
        boolean complete = false;
        try {
            complete = received(body, content);
        } finally {
            if (!complete) {
                Files.delete(content);
            }
        }
        if (!complete) {
            return refused(REQUEST_ENTITY_TOO_LARGE, "A file may have " + MAX_BYTES + " bytes");
        }
        counts.forget(safe);
        tasks.add(counts::count, safe, content);
        tasks.always().add(Files::deleteIfExists, content);
        return Response.accepted(Map.of("message", "File received", "name", safe))
                .location(uri.getBaseUriBuilder().path(FileResource.class).build(safe))
                .build();
    }

    @GET
    @Produces(APPLICATION_JSON)
    public Response result(@PathParam("name") String name) {
        FileCounts.@Nullable Count count = counts.get(safeName(name));
        return count == null
                ? refused(NOT_FOUND, "No result for this name, or not yet")
                : Response.ok(count).build();
    }

    private static boolean received(InputStream body, java.nio.file.Path content) throws IOException {
        try (var out = Files.newOutputStream(content)) {
            var buffer = new byte[8192];
            long size = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                size += n;
                if (size > MAX_BYTES) {
                    return false;
                }
                out.write(buffer, 0, n);
            }
            return true;
        }
    }

    /** A name that is safe to show and to log. No file is ever called by it. */
    private static String safeName(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String safe = last.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        safe = safe.substring(0, Math.min(safe.length(), 100));
        return safe.matches("[. ]*") ? "unnamed" : safe;
    }

    private static Response refused(Response.Status status, String message) {
        return Response.status(status).entity(Map.of("message", message)).build();
    }
}
