package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import org.backgroundtasks.testing.StoredTestTask;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
@AddBeanClasses(SendReceipt.class)
class SendReceiptTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.immediate();

    @Inject
    Checkout checkout;

    @Test
    void a_receipt_that_cannot_be_sent_is_tried_three_times() {
        checkout.pay("7", "a@example.invalid");

        StoredTestTask<OrderPaid> receipt = tasks.assertStored(SendReceipt.class);
        assertEquals(3, receipt.attempts());
        assertEquals(IllegalArgumentException.class, receipt.failure().getClass());
    }
}
