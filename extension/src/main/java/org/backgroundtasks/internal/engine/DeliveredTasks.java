package org.backgroundtasks.internal.engine;

import org.backgroundtasks.Work;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.TaskStatus;
import org.backgroundtasks.spi.TaskTracker;

/** Takes tasks that a store has delivered, each in a queue of its own, through the life that others have. */
record DeliveredTasks(Parts parts) {

    TaskStatus run(Work work, String name, Delivery delivery) {
        Task attempt = Task.delivered(work, name, delivery);
        TaskTracker tracker = delivery.tracked() == null ? null : parts.addOns.tracker();
        queueFor(delivery).addDelivered(attempt, tracker).runAndWait();
        return attempt.status();
    }

    /** It is reported as added, and as discarded, without ever having been delivered. */
    void discard(String name, Delivery delivery, String reason) {
        Task never = Task.delivered(() -> {}, name, delivery);
        queueFor(delivery).addDelivered(never, null);
        if (never.takeBack()) {
            parts.ledgers.reporter().withdrawn(never, reason);
        }
    }

    private Ledger queueFor(Delivery delivery) {
        return parts.newLedger(Origin.ofRequest(delivery.method(), delivery.path()));
    }
}
