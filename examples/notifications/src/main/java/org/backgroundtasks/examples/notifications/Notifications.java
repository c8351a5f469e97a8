package org.backgroundtasks.examples.notifications;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** The slow work of the two steps. */
@ApplicationScoped
public class Notifications {

    @Inject
    MailServer mail;

    @Inject
    NotificationLog log;

    public void write(String email, String message) throws IOException, InterruptedException {
        mail.deliver();
        log.write("notification for " + email + ": " + message);
    }

    public void message(String email) throws IOException, InterruptedException {
        mail.deliver();
        log.append("message to " + email);
    }
}
