package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.testing.StoredTestTask;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
@AddBeanClasses(SendInvoice.class)
class SendInvoiceTest {

    private static final OrderPaid ORDER = new OrderPaid("7", "a@example.com");

    @RegisterExtension
    final TestTasks tasks = TestTasks.inVirtualTime();

    @Inject
    DurableTasks durable;

    @Inject
    Mailer mailer;

    @Test
    void an_order_that_is_delivered_twice_gets_one_invoice() {
        tasks.deliveredTwice(SendInvoice.class, ORDER).assertSameEffect(mailer::outbox);
    }

    @Test
    void an_order_whose_delivery_is_cut_off_gets_one_invoice() {
        tasks.cutOff(SendInvoice.class, ORDER).assertSameEffect(mailer::outbox);
    }

    @Test
    void the_invoice_is_sent_after_a_day() {
        durable.delayed(Duration.ofDays(1)).add(SendInvoice.class, ORDER);
        assertEquals(List.of(), mailer.outbox());

        tasks.time().advance(Duration.ofDays(1));
        assertEquals(List.of("a@example.com"), mailer.outbox());
    }

    @Test
    void an_invoice_that_cannot_be_sent_is_tried_four_times_in_seven_hours() {
        durable.add(SendInvoice.class, new OrderPaid("8", "a@example.invalid"));
        StoredTestTask<OrderPaid> invoice = tasks.assertStored(SendInvoice.class);
        assertEquals(1, invoice.attempts());

        tasks.time().advance(Duration.ofHours(1));
        assertEquals(2, invoice.attempts());

        tasks.time().advance(Duration.ofHours(6));
        assertEquals(4, invoice.attempts());
        assertEquals(IllegalArgumentException.class, invoice.failure().getClass());
    }
}
