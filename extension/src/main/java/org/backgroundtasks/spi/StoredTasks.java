package org.backgroundtasks.spi;

import java.io.IOException;
import java.util.Set;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.jspecify.annotations.Nullable;

/** Looks up stored tasks, as far as their store shows them: the durable module offers it to the status module. */
public interface StoredTasks {

    /**
     * Returns whether there may be stored tasks in this application. Does not ask the store.
     *
     * @return false if the application has no handlers
     */
    boolean exist();

    /**
     * Asks the store for a task.
     *
     * @param statusHash the {@linkplain StatusId#hash hash} of its status id
     * @return null if the store shows no such task
     * @throws IOException if the store does not answer
     */
    @Nullable
    StoredTask find(String statusHash) throws IOException;

    /**
     * Returns the task in process behind one that is stored only if the application stops.
     *
     * @param task what the application holds
     * @return null if it is another
     */
    default @Nullable AddedTask inMemory(BackgroundTask task) {
        return null;
    }

    /**
     * Returns the status id of a task that the application holds.
     *
     * @param task the task
     * @return null if it is not a durable task, or not added
     */
    @Nullable
    StatusId statusId(BackgroundTask task);

    /**
     * Returns what the store has of this task, or will have.
     *
     * @param task the task
     * @return null if it is not a durable task, or not added
     */
    @Nullable
    StoredTask of(BackgroundTask task);

    /**
     * Returns the handlers of this application, whose tasks are stored under these names.
     *
     * @return the names of their classes
     */
    Set<String> handlers();

    /**
     * Returns what operators see and do.
     *
     * @return null if the store does not offer that
     * @throws IOException if there is no store yet
     */
    @Nullable
    StoreOperations operations() throws IOException;
}
