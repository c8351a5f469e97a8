package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTasks;

/** Adds tasks where no request scope is active, such as in a batchlet. */
@ApplicationScoped
public class Greetings {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    /** The mail leaves when this method has returned. */
    @ActivateRequestContext
    public void greet(String email) {
        tasks.add(mailer::welcome, email);
    }
}
