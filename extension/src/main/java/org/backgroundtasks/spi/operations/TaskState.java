package org.backgroundtasks.spi.operations;

import java.util.Locale;

/** Lists the states of a stored task that operators tell apart. Each task is in one. */
public enum TaskState {
    /** Due, for its first attempt. */
    WAITING,
    /** Due later, for its first attempt. */
    DELAYED,
    /** Failed before, and waits for another attempt. */
    RETRYING,
    /** Taken by a node. */
    RUNNING,
    /** Not handed out, since its handler is paused. */
    PAUSED,
    /** A dead letter. */
    DEAD;

    /** Returns the word that JSON and logs use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
