package org.backgroundtasks.testing;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** What the tests of an application test. */
@Path("notifications/{email}")
@RequestScoped
public class NotificationResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    @POST
    public String send(@PathParam("email") String email) {
        tasks.named("welcome-mail").add(mailer::send, email, "welcome");
        if (!email.contains("@")) {
            throw new BadRequestException();
        }
        return "sent";
    }
}
