package org.backgroundtasks.internal.task;

import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.jspecify.annotations.Nullable;

/**
 * Is the phase of a task that is not added yet, or has ended: nothing can be taken back or stopped.
 *
 * @param turn the turn that the task has reached
 * @param cause why it failed, timed out or was interrupted
 * @param reason why it was discarded or interrupted
 */
record RestingPhase(
        TaskEvent.Type turn,
        @Nullable Throwable cause,
        @Nullable String reason) implements Phase {

    static final RestingPhase MADE = new RestingPhase(TaskEvent.Type.ADDED, null, null);

    private static final RestingPhase SUCCEEDED = new RestingPhase(TaskEvent.Type.SUCCEEDED, null, null);

    static RestingPhase endedBy(TaskEvent.Type turn, @Nullable Throwable cause, @Nullable String reason) {
        return turn == TaskEvent.Type.SUCCEEDED ? SUCCEEDED : new RestingPhase(turn, cause, reason);
    }

    @Override
    public boolean takeBack(AddedTask task) {
        return false;
    }

    @Override
    public boolean stop(AddedTask task, Stop stop) {
        return false;
    }
}
