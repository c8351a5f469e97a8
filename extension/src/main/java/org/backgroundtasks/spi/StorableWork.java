package org.backgroundtasks.spi;

import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/**
 * Represents the work of a task in memory that can be stored when the application stops first, and is then done elsewhere or
 * later. An add-on passes it to {@code tasks.add} and offers a {@link HandOver} for it. Thread-safe.
 */
public interface StorableWork extends Work {

    /**
     * Returns the id that the task has, here and where it is stored.
     *
     * @return an id that is unique everywhere
     */
    String id();

    /**
     * Returns the name that logs and events use unless the application gave one.
     *
     * @return the name
     */
    String name();

    /**
     * Returns what it is done with.
     *
     * @return the argument that the task shows
     */
    Object payload();

    /**
     * Returns who added the task.
     *
     * @return null if nobody was logged in
     */
    @Nullable
    String caller();

    /**
     * Returns the id that the task's status has, here and where it is stored.
     *
     * @return null if it has none
     */
    @Nullable
    StatusId statusId();
}
