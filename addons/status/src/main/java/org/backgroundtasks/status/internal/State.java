package org.backgroundtasks.status.internal;

import java.util.Locale;

/** How a task fares. */
enum State {
    WAITING,
    /** A broker has it, or had it, and more is not known here. */
    STORED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    DISCARDED;

    boolean isEnd() {
        return this != WAITING && this != STORED && this != RUNNING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
