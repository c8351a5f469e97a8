package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.durable.DurableTasks;

/** Takes payments, whose receipts are durable tasks. */
@ApplicationScoped
public class Checkout {

    @Inject
    DurableTasks durable;

    void pay(String order, String email) {
        durable.named("receipt").add(SendReceipt.class, new OrderPaid(order, email));
    }
}
