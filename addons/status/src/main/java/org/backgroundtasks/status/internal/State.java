package org.backgroundtasks.status.internal;

import java.util.Arrays;
import java.util.Locale;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.status.spi.StoredStatus.Step;
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
    DISCARDED,
    /** The node that had it in its memory has died. */
    LOST;

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

    /** Returns the state with this text; one that a later version has written is as good as stored. */
    static State read(String text) {
        return Arrays.stream(values())
                .filter(state -> state.toString().equals(text))
                .findFirst()
                .orElse(STORED);
    }

    Step step() {
        return this == RUNNING ? Step.RUNNING : isEnd() ? Step.ENDED : Step.WAITING;
    }

    boolean isEnd() {
        return this != WAITING && this != STORED && this != RUNNING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
