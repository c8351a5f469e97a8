package org.backgroundtasks.status.spi;

import java.util.Set;
import org.backgroundtasks.spi.Configuration;

/**
 * Creates the store of one kind for an application. {@link java.util.ServiceLoader} finds it. Only {@link #open} may need a class that a
 * server can lack.
 */
public interface StatusStoreProvider {

    /**
     * Returns the value of {@code background-tasks.status.store} that chooses this one.
     *
     * @return one word
     */
    String name();

    /**
     * Returns the configuration keys that it reads.
     *
     * @return the keys, which are not reported as unknown then
     */
    Set<String> keys();

    /**
     * Returns whether the application has this store, for the case that it chooses none by name.
     *
     * @param configuration the application's configuration
     * @return true if statuses are to be kept there
     */
    boolean isPresent(Configuration configuration);

    /**
     * Returns whether the store can be opened only when the application has started, since its names are bound as late as that.
     *
     * @param configuration the application's configuration
     * @return false to have it opened, and checked, while the application is deployed
     */
    boolean opensLate(Configuration configuration);

    /**
     * Opens the store.
     *
     * @param context what the store gets from the library
     * @return the store
     * @throws IllegalStateException if something is missing or misconfigured, naming it and what to do
     */
    StatusStore open(StatusStoreContext context);
}
