package org.backgroundtasks.durable.internal.outbox;

import java.util.List;
import java.util.function.Consumer;
import org.backgroundtasks.durable.internal.container.Jta;

/** The outbox of one JTA transaction, whose tasks are stored as it begins to commit. */
final class TransactionOutbox implements Jta.Companion {

    private final Outbox outbox;
    private final Consumer<List<OutgoingTask>> store;
    private List<OutgoingTask> tasks = List.of();

    /** Takes what stores the tasks within the transaction; what that throws rolls it back. */
    TransactionOutbox(Outbox outbox, Consumer<List<OutgoingTask>> store) {
        this.outbox = outbox;
        this.store = store;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public void beforeCommit() {
        tasks = outbox.close();
        if (!tasks.isEmpty()) {
            store.accept(tasks);
        }
    }

    @Override
    public void ended(boolean committed) {
        List<OutgoingTask> left = outbox.close();
        if (committed) {
            tasks.forEach(OutgoingTask::stored);
        } else {
            (tasks.isEmpty() ? left : tasks).forEach(task -> task.discarded("its transaction was rolled back"));
        }
    }
}
