package org.backgroundtasks.internal;

/** Follows the tasks that are marked as tracked, for an optional module. */
@FunctionalInterface
public interface TaskTracker {

    /** The task was added and is tracked, and none of its turns after that is reported yet. */
    void track(PendingTask task);
}
