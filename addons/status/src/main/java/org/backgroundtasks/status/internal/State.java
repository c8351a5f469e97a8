package org.backgroundtasks.status.internal;

import java.util.Locale;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.jspecify.annotations.Nullable;

/** Lists the states of a task that clients see. */
enum State {
    WAITING,
    /** The broker has it or had it, and this node does not know more. */
    STORED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    DISCARDED;

    /** Returns the state of a task that has ended, or will not run. */
    static State of(TaskEvent.Type end, @Nullable String reason) {
        return switch (end) {
            case SUCCEEDED -> SUCCEEDED;
            case TIMED_OUT -> TIMED_OUT;
            case INTERRUPTED -> CANCELLED;
            case DISCARDED -> AddedTask.CANCELLED.equals(reason) ? CANCELLED : DISCARDED;
            default -> FAILED;
        };
    }

    boolean isEnd() {
        return this != WAITING && this != STORED && this != RUNNING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
