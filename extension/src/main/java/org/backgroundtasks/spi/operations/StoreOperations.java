package org.backgroundtasks.spi.operations;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows operators what a store keeps on behalf of all nodes, and changes it. The caller has checked that the operator may do that.
 * Thread-safe. Every method throws an {@link IOException} if the store does not answer.
 */
public interface StoreOperations {

    /** Limits how far {@link #count} counts. */
    int MOST_COUNTED = 10_000;

    /**
     * Returns the queue of each handler that has tasks, or is paused.
     *
     * @return the queues, by name
     * @throws IOException if the store does not answer
     */
    List<HandlerQueue> queues() throws IOException;

    /**
     * Lists tasks: dead letters with the newest first, others in the order in which they are due.
     *
     * @param filter which ones; its state must be set
     * @param after the {@link TaskPage#next} of the page before, null for the first page
     * @param limit how many at most
     * @return the page
     * @throws IOException if the store does not answer
     * @throws IllegalArgumentException if {@code after} is no key of a page
     */
    TaskPage list(TaskFilter filter, @Nullable String after, int limit) throws IOException;

    /**
     * Counts tasks.
     *
     * @param filter which ones; its state must be set
     * @return how many there are, one more than {@link #MOST_COUNTED} if there are more than that
     * @throws IOException if the store does not answer
     */
    int count(TaskFilter filter) throws IOException;

    /**
     * Returns a task.
     *
     * @param id the task's id
     * @return null if the store keeps none with this id
     * @throws IOException if the store does not answer
     */
    @Nullable
    TaskDetails find(String id) throws IOException;

    /**
     * Returns what became of a task so far, also of one that has ended.
     *
     * @param id the task's id
     * @return its newest entries, in order
     * @throws IOException if the store does not answer
     */
    List<HistoryEntry> history(String id) throws IOException;

    /**
     * Returns throughput, waiting and running times by name over the last hour.
     *
     * @return the figures, which may be some seconds old
     * @throws IOException if the store does not answer
     */
    LastHour lastHour() throws IOException;

    /**
     * Makes dead letters wait with all their attempts again, and others that wait due now. Leaves running tasks alone.
     *
     * @param filter which ones; without a state, all that do not run
     * @param operator who wants that, for the history
     * @return how many were changed
     * @throws IOException if the store does not answer; some may have been changed
     */
    int retry(TaskFilter filter, String operator) throws IOException;

    /**
     * Deletes tasks that do not run.
     *
     * @param filter which ones; without a state, all that do not run
     * @param operator who wants that, for the history
     * @return how many were deleted
     * @throws IOException if the store does not answer; some may have been deleted
     */
    int discard(TaskFilter filter, String operator) throws IOException;

    /**
     * Keeps every node from beginning tasks of a handler. What runs goes on.
     *
     * @param handler the name that its tasks are stored with
     * @param operator who wants that
     * @return false if it was paused already
     * @throws IOException if the store does not answer
     */
    boolean pause(String handler, String operator) throws IOException;

    /**
     * Lets nodes begin tasks of a handler again.
     *
     * @param handler the name that its tasks are stored with
     * @return false if it was not paused
     * @throws IOException if the store does not answer
     */
    boolean resume(String handler) throws IOException;
}
