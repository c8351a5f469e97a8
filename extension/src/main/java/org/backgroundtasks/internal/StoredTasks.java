package org.backgroundtasks.internal;

import java.io.IOException;
import org.backgroundtasks.Trackable;
import org.jspecify.annotations.Nullable;

/** What a broker stores, as far as it shows that: the module for durable tasks tells the one for statuses. */
public interface StoredTasks {

    /** Whether a task of a broker could have this id, which may come from anybody. Asks no broker. */
    boolean couldBe(String id);

    /**
     * Asks the broker for a task of which {@link #couldBe} is true.
     *
     * @return null if it shows no such task, or one that is not tracked
     * @throws IOException if it cannot be asked
     */
    @Nullable
    StoredTask find(String id) throws IOException;

    /** What the broker has of this task, or will have; null if it is none for a broker, not added, or not tracked. */
    @Nullable
    StoredTask of(Trackable task);
}
