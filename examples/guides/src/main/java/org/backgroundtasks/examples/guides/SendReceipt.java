package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** Sends the receipt of a paid order. */
@ApplicationScoped
@Redelivery(attempts = 3)
public class SendReceipt implements TaskHandler<OrderPaid> {

    @Inject
    Mailer mailer;

    @Override
    public void handle(OrderPaid order) throws Exception {
        mailer.welcome(order.email());
    }
}
