package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** Sends a receipt, which takes a while. An unlucky order never gets one, and its task becomes a dead letter. */
@ApplicationScoped
@Redelivery(attempts = 4)
class SendReceipt implements TaskHandler<OrderPlaced> {

    private static final String UNLUCKY = "unlucky";

    /** How long a receipt takes, in milliseconds. */
    private static final long WORK = Long.getLong("orders.work", 200);

    @Inject
    Receipts receipts;

    @Inject
    TaskContext task;

    @Override
    public void handle(OrderPlaced placed) throws IOException, InterruptedException {
        Thread.sleep(WORK);
        if (placed.item().equals(UNLUCKY)) {
            throw new IOException("There is no paper left, at attempt " + task.attempt());
        }
        receipts.send(placed);
    }
}
