package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** What the guide quotes and no example does, so that it compiles. */
final class Quoted {

    private Quoted() {}

    record OrderPlaced(String id) {}

    @ApplicationScoped
    @Redelivery(
            attempts = 5,
            firstDelay = 2,
            longestDelay = 600,
            attemptTimeout = 30,
            giveUpOn = IllegalArgumentException.class)
    static class SendReceipt implements TaskHandler<OrderPlaced> {
        @Override
        public void handle(OrderPlaced placed) {}
    }

    static void later(DurableTasks durable, OrderPlaced placed) {
        durable.named("receipt").delayed(Duration.ofMinutes(5)).add(SendReceipt.class, placed);
    }
}
