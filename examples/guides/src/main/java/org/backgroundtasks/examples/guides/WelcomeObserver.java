package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTasks;

/** Adds a task for each event, on the thread of the request that fires it. */
@ApplicationScoped
public class WelcomeObserver {

    /** A customer has registered. */
    public record CustomerRegistered(String email) {}

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    void registered(@Observes CustomerRegistered registered) {
        tasks.named("welcome-mail").add(mailer::welcome, registered.email());
    }
}
