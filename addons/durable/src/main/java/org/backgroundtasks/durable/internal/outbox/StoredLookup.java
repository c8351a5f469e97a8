package org.backgroundtasks.durable.internal.outbox;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.jspecify.annotations.Nullable;

/** Looks for tracked tasks in the store, for the status module. */
public record StoredLookup(BooleanSupplier hasHandlers, Supplier<TaskStore> store) implements StoredTasks {

    @Override
    public boolean exist() {
        return hasHandlers.getAsBoolean();
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        TaskStore opened;
        try {
            opened = store.get();
        } catch (IllegalStateException notThere) {
            throw new IOException("The store of durable tasks cannot be asked: " + notThere.getMessage(), notThere);
        }
        return opened.find(statusHash);
    }

    @Override
    public @Nullable AddedTask inMemory(BackgroundTask task) {
        return task instanceof InMemoryTask held && held.added() instanceof AddedTask added ? added : null;
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
