package org.backgroundtasks.spi;

import java.util.List;
import org.backgroundtasks.BackgroundTask;
import org.jspecify.annotations.Nullable;

/** Describes a task that was added, to add-ons. Thread-safe. */
public interface AddedTask extends BackgroundTask {

    /** States that a task was discarded or interrupted because it was cancelled. */
    String CANCELLED = "cancelled";

    /** States that a task was discarded or interrupted because the application did not wait for it any longer. */
    String APPLICATION_STOPPED = "the application stopped";

    /** States that a task was discarded or interrupted because it was stored as the application stopped. */
    String HANDED_OVER = "handed over to the store, as the application stopped";

    /**
     * Returns the name that the application gave.
     *
     * @return null if it gave none
     */
    @Nullable
    String label();

    /**
     * Returns the key under which it replaces others.
     *
     * @return null if it has none
     */
    @Nullable
    String key();

    /**
     * Returns where the task was added.
     *
     * @return the request, or the code outside a request
     */
    Origin origin();

    /**
     * Returns when it was added, on the clock of {@link System#nanoTime}.
     *
     * @return zero if neither an observer nor a recording wants to know
     */
    long addedAt();

    /**
     * Returns the function that the application passed.
     *
     * @return the function, without its arguments
     */
    Object function();

    /**
     * Returns what the function is called with.
     *
     * @return the arguments in order
     */
    List<? extends @Nullable Object> arguments();

    /**
     * Returns whether it will run, as far as is known of its request.
     *
     * @return false if its request has failed and it runs after success only, or the other way round
     */
    boolean isToRun();

    /**
     * Returns what a durable task brought along.
     *
     * @return null for a task in process
     */
    @Nullable
    Delivery delivery();

    /**
     * Returns how far the task is, at this moment.
     *
     * @return a snapshot
     */
    TaskStatus status();

    /**
     * Returns what was last put with {@link #attachResult}.
     *
     * @return null if nothing was
     */
    @Nullable
    Object result();

    /**
     * Keeps a result for as long as the application keeps the task.
     *
     * @param result what an add-on wants to find again
     */
    void attachResult(Object result);
}
