package org.backgroundtasks.durable.internal.outbox;

import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.durable.DurableTask;

/** A task in memory, as the application gets it. */
record InMemoryTask(OutgoingTask described, BackgroundTask added) implements DurableTask {

    @Override
    public String id() {
        return described.id();
    }

    @Override
    public String name() {
        return described.name();
    }

    @Override
    public boolean cancel() {
        return added.cancel();
    }

    @Override
    public String toString() {
        return described.toString();
    }
}
