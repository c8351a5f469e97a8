package org.backgroundtasks.internal;

import java.time.Duration;

/** Follows the tasks that are marked as tracked, for an optional module. */
@FunctionalInterface
public interface TaskTracker {

    /** The task was added and is tracked, and none of its turns after that is reported yet. */
    void track(PendingTask task);

    /** A broker has taken the task from this node. An attempt at it, here or elsewhere, may have begun or ended since. */
    default void stored(StoredTask task, Duration delay) {}
}
