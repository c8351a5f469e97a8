package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** Customers, who get a mail when they have registered. */
@Path("customers/{email}")
@RequestScoped
public class CustomerResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    /** Registers a customer. */
    @POST
    public void register(@PathParam("email") String email) {
        tasks.named("welcome-mail").add(mailer::welcome, email);
        if (!email.contains("@")) {
            throw new BadRequestException("Not an address: " + email);
        }
    }
}
