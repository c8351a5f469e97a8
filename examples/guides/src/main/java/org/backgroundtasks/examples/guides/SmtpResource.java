package org.backgroundtasks.examples.guides;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** Mail on an executor of its own, which the application defines. */
@ManagedExecutorDefinition(name = "java:app/concurrent/smtp", maxAsync = 4)
@Path("greetings/{email}")
@RequestScoped
public class SmtpResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    /** Sends a greeting. */
    @POST
    public void greet(@PathParam("email") String email) {
        tasks.on("java:app/concurrent/smtp").add(mailer::welcome, email);
    }
}
