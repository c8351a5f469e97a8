package org.backgroundtasks.examples.notifications;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.backgroundtasks.BackgroundTasks;
import org.jspecify.annotations.Nullable;

/** Step 2: a bean that the resource calls adds to the same tasks. */
@Path("v2/send-notification/{email}")
@RequestScoped
public class MessageResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Notifications notifications;

    @Inject
    QueryReader queries;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, String> send(@PathParam("email") String email, @QueryParam("q") @Nullable String q) {
        queries.read(q);
        tasks.add(notifications::message, email);
        return Map.of("message", "Message sent");
    }
}
