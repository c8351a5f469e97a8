package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.durable.DurableTasks;

/** Sends receipts that are stored only if the application stops first. */
@ApplicationScoped
public class MemoryReceipts {

    @Inject
    DurableTasks durable;

    void send(String order, String email) {
        durable.inMemory().add(SendReceipt.class, new OrderPaid(order, email));
    }
}
