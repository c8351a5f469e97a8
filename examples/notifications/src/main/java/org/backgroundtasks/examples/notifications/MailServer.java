package org.backgroundtasks.examples.notifications;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * A stand-in for a mail server: it sends nothing and takes as long as one. The system property
 * {@code notifications.mail-delay} says how long, in milliseconds; 1500 unless set.
 */
@ApplicationScoped
public class MailServer {

    private final long delay = Long.getLong("notifications.mail-delay", 1_500);

    public void deliver() throws InterruptedException {
        Thread.sleep(delay);
    }
}
