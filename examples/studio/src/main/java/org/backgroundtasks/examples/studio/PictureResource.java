package org.backgroundtasks.examples.studio;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.status.TaskStatuses;

/** Takes a picture, answers 202, and makes its thumbnails afterwards. */
@Path("pictures")
@RequestScoped
public class PictureResource {

    static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final int LONGEST_NAME = 200;

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @Inject
    Pictures pictures;

    @Inject
    Thumbnails thumbnails;

    @Inject
    Audit audit;

    @POST
    @Path("{name}")
    @Consumes({"image/jpeg", "image/png"})
    @Produces(APPLICATION_JSON)
    public Response upload(@PathParam("name") String name, InputStream body) throws IOException, SQLException {
        tasks.named("audit").onError().add(audit::record, "refused: picture " + name);
        String id = pictures.store(shortened(name), received(body));
        BackgroundTask task = tasks.named("thumbnails").add(thumbnails::make, id);
        return statuses.accepted(task).build();
    }

    /** The body is gone once the response is: keep it. */
    private static byte[] received(InputStream body) throws IOException {
        byte[] picture = body.readNBytes(MAX_BYTES + 1);
        if (picture.length > MAX_BYTES) {
            throw new ClientErrorException("A picture may have " + MAX_BYTES + " bytes", REQUEST_ENTITY_TOO_LARGE);
        }
        return picture;
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    @GET
    @Produces(APPLICATION_JSON)
    public List<Picture> latest() throws SQLException {
        return pictures.latest();
    }

    @GET
    @Path("{id}")
    @Produces(APPLICATION_JSON)
    public Picture get(@PathParam("id") String id) throws SQLException {
        return pictures.find(id).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("{id}/{width}")
    @Produces("image/jpeg")
    public Response thumbnail(@PathParam("id") String id, @PathParam("width") int width) throws SQLException {
        return Response.ok(pictures.thumbnail(id, width).orElseThrow(NotFoundException::new))
                .header("Cache-Control", "private, max-age=86400, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
