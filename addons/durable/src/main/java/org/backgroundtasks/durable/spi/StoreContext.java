package org.backgroundtasks.durable.spi;

import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** Is what a store gets from the library. Thread-safe. */
public interface StoreContext {

    /**
     * Returns the application's configuration, as it was read when the application was deployed.
     *
     * @return the configuration
     */
    Configuration configuration();

    /**
     * Returns the engine, whose executor and threads are the container's.
     *
     * @return the engine
     */
    BackgroundTasksEngine engine();

    /**
     * Returns where tasks are handed out to.
     *
     * @return the receiver
     */
    TaskReceiver receiver();

    /**
     * Returns the application's bean of a type.
     *
     * @param <T> the type
     * @param type the type
     * @return null if there is none, or more than one
     */
    <T> @Nullable T bean(Class<T> type);

    /**
     * Returns whether there is a JTA transaction manager.
     *
     * @return false if there is none, or this thread cannot see it
     */
    boolean hasTransactions();

    /**
     * Returns whether this thread is in a JTA transaction, with which tasks have to be stored.
     *
     * @return false where there is no transaction manager, too
     */
    boolean isInTransaction();

    /**
     * Does something in a JTA transaction of its own.
     *
     * @param action what is done; what it throws rolls the transaction back
     * @throws IllegalStateException if there is no transaction manager, or it cannot commit
     */
    void inTransaction(Runnable action);
}
