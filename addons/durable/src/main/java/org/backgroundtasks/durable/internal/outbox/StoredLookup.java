package org.backgroundtasks.durable.internal.outbox;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.jspecify.annotations.Nullable;

/** Looks for tracked tasks in the store, for the status module. */
public record StoredLookup(Supplier<Set<String>> names, Supplier<TaskStore> store) implements StoredTasks {

    @Override
    public boolean exist() {
        return !names.get().isEmpty();
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        return opened().find(statusHash);
    }

    private TaskStore opened() throws IOException {
        try {
            return store.get();
        } catch (IllegalStateException notThere) {
            throw new IOException("The store of durable tasks cannot be asked: " + notThere.getMessage(), notThere);
        }
    }

    @Override
    public Set<String> handlers() {
        return names.get();
    }

    @Override
    public @Nullable StoreOperations operations() throws IOException {
        return exist() ? opened().operations() : null;
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
