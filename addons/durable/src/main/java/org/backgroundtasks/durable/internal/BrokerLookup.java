package org.backgroundtasks.durable.internal;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.backgroundtasks.Trackable;
import org.backgroundtasks.internal.StoredTask;
import org.backgroundtasks.internal.StoredTasks;
import org.jspecify.annotations.Nullable;

/** Looks for tracked tasks at the broker, for who tells statuses. */
record BrokerLookup(BooleanSupplier hasHandlers, Supplier<Broker> broker) implements StoredTasks {

    @Override
    public boolean couldBe(String id) {
        return hasHandlers.getAsBoolean() && Envelope.isId(id);
    }

    @Override
    public @Nullable StoredTask find(String id) throws IOException {
        try {
            return broker.get().find(id);
        } catch (RuntimeException refusal) {
            throw new IOException("The broker of durable tasks cannot be asked: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public @Nullable StoredTask of(Trackable task) {
        return task instanceof OutgoingTask outgoing ? outgoing.tracking() : null;
    }
}
