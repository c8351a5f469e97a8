package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.backgroundtasks.BackgroundTasks;

/** The snippet that README and contract begin with. */
@Path("send-notification/{email}")
@RequestScoped
public class NotificationResource {

    @Inject
    BackgroundTasks tasks;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, String> send(@PathParam("email") String email) {
        tasks.add(Notifications::write, email, "some notification");
        return Map.of("message", "Notification sent in the background");
    }
}
