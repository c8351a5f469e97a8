package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** Sends the invoice of a paid order, once for each order. */
@ApplicationScoped
@Redelivery(attempts = 4, firstDelay = 1, longestDelay = 8, unit = ChronoUnit.HOURS)
public class SendInvoice implements TaskHandler<OrderPaid> {

    // in a real application a table whose key is the order
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    @Inject
    Mailer mailer;

    @Override
    public void handle(OrderPaid order) {
        if (!sent.contains(order.id())) {
            mailer.welcome(order.email());
            sent.add(order.id());
        }
    }
}
