package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends mail; here it only keeps what it would send. */
@ApplicationScoped
public class Mailer {

    private final List<String> outbox = new CopyOnWriteArrayList<>();

    /** Greets a new customer. */
    public void welcome(String email) {
        if (email.endsWith("@example.invalid")) {
            throw new IllegalArgumentException("No such domain: " + email);
        }
        outbox.add(email);
    }

    /** Reminds a customer of what is in the basket. */
    public void remind(String email) {
        outbox.add("Reminder: " + email);
    }

    /** What was sent so far. */
    public List<String> outbox() {
        return outbox;
    }
}
