package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import java.util.List;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
class WelcomeTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.immediate();

    @Inject
    CustomerResource customers;

    @Inject
    Mailer mailer;

    @Test
    void the_mail_is_sent() throws Exception {
        tasks.inRequest(() -> customers.register("a@example.com"));

        assertEquals(List.of("a@example.com"), mailer.outbox());
    }

    @Test
    void an_unknown_domain_is_a_failure() throws Exception {
        tasks.inRequest(() -> customers.register("a@example.invalid"));

        tasks.assertAdded("welcome-mail").assertFailed(IllegalArgumentException.class);
    }
}
