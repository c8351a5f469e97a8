package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** Sends the mail of a new account, once. */
@ApplicationScoped
@Redelivery(attempts = 3)
public class SendWelcome implements TaskHandler<SignedUp> {

    @Inject
    Accounts accounts;

    @Inject
    Mailer mailer;

    @Override
    public void handle(SignedUp account) throws Exception {
        // a task may be delivered twice
        if (!accounts.isWelcomed(account.email())) {
            mailer.send(account.email(), "Welcome", "Hello " + account.name() + ", show us your pictures.");
            accounts.setWelcomed(account.email());
        }
    }
}
