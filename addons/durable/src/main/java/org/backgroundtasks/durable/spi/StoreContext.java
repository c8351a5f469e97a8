package org.backgroundtasks.durable.spi;

import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** Gives a store what it needs of the library and the application. Thread-safe. */
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
     * Returns the receiver of the tasks that the store hands out.
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
     * Runs an action in a JTA transaction of its own.
     *
     * @param action the action; an exception that it throws rolls the transaction back
     * @throws IllegalStateException if there is no transaction manager, or it cannot commit
     */
    void inTransaction(Runnable action);
}
