package org.backgroundtasks.internal;

import java.io.IOException;
import org.backgroundtasks.Trackable;
import org.jspecify.annotations.Nullable;

/** What a broker stores, as far as it shows that: the module for durable tasks tells the one for statuses. */
public interface StoredTasks {

    /** Whether there may be stored tasks in this application. Asks no broker. */
    boolean exist();

    /**
     * Asks the broker for a task.
     *
     * @param statusHash the {@linkplain StatusId#hash hash} of its status id
     * @return null if it shows no such task
     * @throws IOException if it cannot be asked
     */
    @Nullable
    StoredTask find(String statusHash) throws IOException;

    /** The status id of a task that the application holds; null if it is none for a broker, not added, or not tracked. */
    @Nullable
    StatusId statusId(Trackable task);

    /** What the broker has of this task, or will have; null if it is none for a broker, not added, or not tracked. */
    @Nullable
    StoredTask of(Trackable task);
}
