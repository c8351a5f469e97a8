package org.backgroundtasks.status.spi;

import java.time.Duration;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** Gives a store of statuses what it needs of the library and the application. Thread-safe. */
public interface StatusStoreContext {

    /**
     * Returns the application's configuration, as it was read when the application was deployed.
     *
     * @return the configuration
     */
    Configuration configuration();

    /**
     * Returns how long a status is kept after the end of its task.
     *
     * @return {@code background-tasks.status.keep}
     */
    Duration keep();

    /**
     * Returns the engine, whose threads are the container's.
     *
     * @return the engine
     */
    BackgroundTasksEngine engine();

    /**
     * Returns the application's bean of a type.
     *
     * @param <T> the type
     * @param type the type
     * @return null if there is none, or more than one
     */
    <T> @Nullable T bean(Class<T> type);
}
