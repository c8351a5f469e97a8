package org.backgroundtasks.examples.files;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;
import static jakarta.ws.rs.core.MediaType.APPLICATION_OCTET_STREAM;
import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.status.TaskStatuses;

/** Takes a file, answers 202, and works on it afterwards. */
@Path("files/{name}")
@RequestScoped
public class FileResource {

    static final int MAX_BYTES = 20 * 1024 * 1024;

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @Inject
    Analysis analysis;

    @POST
    @Consumes({APPLICATION_OCTET_STREAM, TEXT_PLAIN})
    @Produces(APPLICATION_JSON)
    public Response upload(@PathParam("name") String name, InputStream body) throws IOException {
        java.nio.file.Path content = received(body);
        String safe = SafeName.of(name);
        BackgroundTask task = tasks.named(safe).add(analysis::analyse, safe, content);
        tasks.named("delete " + content).always().add(Files::deleteIfExists, content);
        return statuses.accepted(task).build();
    }

    /** The body is gone once the response is: keep it. */
    private static java.nio.file.Path received(InputStream body) throws IOException {
        java.nio.file.Path content = Files.createTempFile("upload", null);
        boolean complete = false;
        try (var out = Files.newOutputStream(content)) {
            byte[] part = new byte[8192];
            long size = 0;
            for (int n = body.read(part); n >= 0; n = body.read(part)) {
                size += n;
                if (size > MAX_BYTES) {
                    throw new ClientErrorException("A file may have " + MAX_BYTES + " bytes", REQUEST_ENTITY_TOO_LARGE);
                }
                out.write(part, 0, n);
            }
            complete = true;
            return content;
        } finally {
            if (!complete) {
                Files.delete(content);
            }
        }
    }
}
