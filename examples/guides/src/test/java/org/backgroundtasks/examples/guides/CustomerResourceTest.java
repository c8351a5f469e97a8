package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.ActivateScopes;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
@ActivateScopes(RequestScoped.class)
class CustomerResourceTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.recorded();

    @Inject
    CustomerResource customers;

    @Test
    void a_new_customer_gets_a_mail() {
        customers.register("a@example.com");

        tasks.assertAdded("welcome-mail").with("a@example.com");
    }
}
