package org.backgroundtasks.spi;

import java.time.Duration;

/** Follows tracked durable tasks, for the status module. */
public interface TaskTracker {

    /**
     * Receives an attempt at a tracked durable task that was added on this node, before any of its turns is reported.
     *
     * @param attempt the attempt
     */
    void attempted(AddedTask attempt);

    /**
     * Notes that the store has taken a task from this node. An attempt at it, here or elsewhere, may have begun or ended.
     *
     * @param task the task
     * @param delay how long the store keeps it from being delivered
     */
    void stored(StoredTask task, Duration delay);

    /**
     * Notes that a task was not stored after all, or was taken back from its store.
     *
     * @param task the task
     * @param reason why
     */
    default void discarded(StoredTask task, String reason) {}

    /**
     * Notes that a task is a dead letter now, whether or not an attempt was reported.
     *
     * @param task the task
     */
    default void deadLettered(StoredTask task) {}
}
