package org.backgroundtasks.spi.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes one attempt at a task, or what an operator did with it.
 *
 * @param outcome how it ended
 * @param attempt which attempt, or the one that the task was at
 * @param node which node made the attempt, empty for an operator
 * @param operator who did it, null for an attempt
 * @param ended when
 * @param waited from being due to the beginning of the attempt
 * @param ran from the beginning of the attempt to its end
 * @param cause why it failed, null if it did not
 */
public record HistoryEntry(
        End outcome,
        int attempt,
        String node,
        @Nullable String operator,
        Instant ended,
        Duration waited,
        Duration ran,
        @Nullable String cause) {

    /** Lists how an attempt ended, or what an operator did. */
    public enum End {
        /** The handler returned. */
        SUCCEEDED,
        /** Another attempt follows. */
        FAILED,
        /** No attempt follows: a dead letter. */
        DEAD,
        /** Cancelled, and not tried again. */
        CANCELLED,
        /** An operator had it tried again. */
        RETRIED,
        /** An operator deleted it. */
        DISCARDED;

        /** Returns the word that JSON uses. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
