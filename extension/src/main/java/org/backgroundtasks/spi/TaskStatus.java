package org.backgroundtasks.spi;

import org.backgroundtasks.TaskEvent;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a task is at one moment.
 *
 * @param lastTurn the last turn that was reached: {@code ADDED}, {@code STARTED}, or how the task ended
 * @param progress how much it has reported as done, from 0 to 1
 * @param message what it last said of its progress, or null
 * @param cause why it failed, timed out or was interrupted, or null
 * @param reason why it was discarded or interrupted, or null
 */
public record TaskStatus(
        TaskEvent.Type lastTurn,
        double progress,
        @Nullable String message,
        @Nullable Throwable cause,
        @Nullable String reason) {

    /**
     * Returns whether the task has ended.
     *
     * @return false while it waits or runs
     */
    public boolean hasEnded() {
        return lastTurn != TaskEvent.Type.ADDED && lastTurn != TaskEvent.Type.STARTED;
    }
}
