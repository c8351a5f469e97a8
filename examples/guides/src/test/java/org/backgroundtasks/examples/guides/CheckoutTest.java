package org.backgroundtasks.examples.guides;

import jakarta.inject.Inject;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
class CheckoutTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.recorded();

    @Inject
    Checkout checkout;

    @Test
    void a_paid_order_gets_a_receipt() {
        checkout.pay("7", "a@example.com");

        tasks.assertStored(SendReceipt.class).with(new OrderPaid("7", "a@example.com"));
    }
}
