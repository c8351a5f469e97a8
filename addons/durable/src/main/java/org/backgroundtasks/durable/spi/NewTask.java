package org.backgroundtasks.durable.spi;

import java.time.Duration;

/**
 * Describes a task to store for its first attempt.
 *
 * @param task the task
 * @param delay the shortest time from being stored to being handed out
 */
public record NewTask(TaskEnvelope task, Duration delay) {

    /** Limits the delay. More is a mistake, and stores overflow at the end of their range. */
    public static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

    /** Returns id and name, as logs show them. */
    @Override
    public String toString() {
        return task.toString();
    }
}
