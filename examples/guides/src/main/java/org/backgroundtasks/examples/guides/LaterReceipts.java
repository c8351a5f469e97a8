package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.backgroundtasks.durable.DurableTasks;

/** Sends receipts when a payment has had time to arrive. */
@ApplicationScoped
public class LaterReceipts {

    @Inject
    DurableTasks durable;

    void send(String order, String email) {
        durable.named("receipt").delayed(Duration.ofMinutes(5)).add(SendReceipt.class, new OrderPaid(order, email));
    }
}
