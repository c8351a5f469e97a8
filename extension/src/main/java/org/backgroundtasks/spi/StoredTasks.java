package org.backgroundtasks.spi;

import java.io.IOException;
import org.backgroundtasks.BackgroundTask;
import org.jspecify.annotations.Nullable;

/** Looks up stored tasks, as far as their store shows them: the durable module offers it to the status module. */
public interface StoredTasks {

    /**
     * Tells whether a stored task could have this id, which may come from anybody. Does not ask the store.
     *
     * @param id the id
     * @return false if it has the wrong form
     */
    boolean couldBe(String id);

    /**
     * Asks the store for a task of which {@link #couldBe} is true.
     *
     * @param id the id
     * @return null if the store shows no such task, or one that is not tracked
     * @throws IOException if the store does not answer
     */
    @Nullable
    StoredTask find(String id) throws IOException;

    /**
     * Returns what the store has of this task, or will have.
     *
     * @param task what an application holds
     * @return null if it is not a durable task, not added, or not tracked
     */
    @Nullable
    StoredTask of(BackgroundTask task);
}
