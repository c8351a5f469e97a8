package org.backgroundtasks.durable.spi;

import java.time.Duration;

/**
 * Is a task to be stored for its first attempt.
 *
 * @param task the task
 * @param delay how long from being stored to being handed out at the soonest
 */
public record NewTask(TaskEnvelope task, Duration delay) {

    /** Is the longest delay. More is a mistake, and stores overflow at the end of their range. */
    public static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

    /** Returns id and name, as logs show them. */
    @Override
    public String toString() {
        return task.toString();
    }
}
