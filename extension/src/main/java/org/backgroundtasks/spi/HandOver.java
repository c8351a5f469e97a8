package org.backgroundtasks.spi;

import java.util.List;

/** Stores the tasks that an application leaves behind when it stops: the durable module offers it. Thread-safe. */
@FunctionalInterface
public interface HandOver {

    /**
     * Stores all of these or none: those that wait as the application begins to stop, and those that run when it waits no longer.
     *
     * @param tasks what the tasks do, at least one
     * @throws RuntimeException if they are not stored
     */
    void store(List<StorableWork> tasks);
}
