package org.backgroundtasks.status.internal;

import java.util.Locale;

/** How a task fares. */
enum State {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    DISCARDED;

    boolean isEnd() {
        return this != WAITING && this != RUNNING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
