package org.backgroundtasks.spi;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.jspecify.annotations.Nullable;

/** Holds the tasks of one request, as a gate sees them. Thread-safe. */
public interface RequestTasks {

    /** Names the request property, and servlet request attribute, under which a gate keeps the tasks of a request. */
    String PROPERTY = "org.backgroundtasks.tasks";

    /**
     * Notes that a gate watches the response, and of which request it is.
     *
     * @param guarantee the gate's
     * @param method the HTTP method
     * @param path the path as the client sent it, with the context root and without the query
     */
    void watchedBy(Guarantee guarantee, String method, String path);

    /** Leaves the release to the end of the request scope after all. */
    void unwatched();

    /**
     * Returns whether a gate will release the tasks.
     *
     * @return false if the end of the request scope will
     */
    boolean isWatched();

    /**
     * Adds a task that came with the response, after the others. It replaces none.
     *
     * @param headerValue a value of the header {@link org.backgroundtasks.BackgroundTask#HEADER}
     * @return false if it is not a task of this library, and so the application's own
     * @throws IllegalStateException if the task was attached before, or no more can be added
     */
    boolean attach(@Nullable Object headerValue);

    /**
     * Notes how the request ends, as far as is known before the response is complete. The last call holds.
     *
     * @param outcome the outcome so far
     */
    void record(Outcome outcome);

    /**
     * Returns what was last recorded.
     *
     * @return null if nothing was
     */
    @Nullable
    Outcome recorded();

    /**
     * Runs an action when an outcome is recorded, at once if one has been. Replaces the action given before.
     *
     * @param action what to do, on the thread that records
     */
    void onRecord(Runnable action);

    /**
     * Counts the request as failed, whatever status its response has, if so it turns out. The last call holds.
     *
     * @param failed asked once, at the release, on any thread
     */
    void failIf(BooleanSupplier failed);

    /**
     * Hands the tasks to the executor, since the response is complete. Only the first call counts.
     *
     * @param outcome how the request ended
     * @param caller runs the tasks if the managed executor refuses them: {@code Runnable::run} where this thread may block,
     *     else an executor whose threads may
     */
    void release(Outcome outcome, Executor caller);

    /**
     * Returns the queue that an application adds to.
     *
     * @return a new view of these tasks
     */
    BackgroundTasks queue();
}
