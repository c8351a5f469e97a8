package org.backgroundtasks.durable.internal;

import java.io.IOException;
import org.backgroundtasks.Trackable;
import org.backgroundtasks.internal.StatusId;
import org.backgroundtasks.internal.StoredTask;
import org.backgroundtasks.internal.StoredTasks;
import org.jspecify.annotations.Nullable;

/** Looks for tracked tasks at the broker, for who tells statuses. */
record BrokerLookup(DurableExtension durable) implements StoredTasks {

    @Override
    public boolean exist() {
        return durable.hasHandlers();
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        try {
            return durable.broker().find(statusHash);
        } catch (RuntimeException refusal) {
            throw new IOException("The broker of durable tasks cannot be asked: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public @Nullable StatusId statusId(Trackable task) {
        return task instanceof OutgoingTask outgoing ? outgoing.statusId() : null;
    }

    @Override
    public @Nullable StoredTask of(Trackable task) {
        return task instanceof OutgoingTask outgoing ? outgoing.tracking() : null;
    }
}
