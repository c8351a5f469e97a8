package org.backgroundtasks.durable.internal;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.jspecify.annotations.Nullable;

/** Looks for tracked tasks at the broker, for who tells statuses. */
record BrokerLookup(BooleanSupplier hasHandlers, Supplier<Broker> broker) implements StoredTasks {

    @Override
    public boolean exist() {
        return hasHandlers.getAsBoolean();
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        try {
            return broker.get().find(statusHash);
        } catch (RuntimeException refusal) {
            throw new IOException("The broker of durable tasks cannot be asked: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public @Nullable StatusId statusId(BackgroundTask task) {
        return task instanceof OutgoingTask outgoing ? outgoing.statusId() : null;
    }

    @Override
    public @Nullable StoredTask of(BackgroundTask task) {
        return task instanceof OutgoingTask outgoing ? outgoing.tracking() : null;
    }
}
