package org.backgroundtasks.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Describes an attempt at a task that was added elsewhere and stored.
 *
 * @param id its id there
 * @param attempt which attempt at it this is, 1 for the first
 * @param method the HTTP method of the request that added it, empty if there was none
 * @param path the path of that request, empty if there was none
 * @param caller the name of who added it, null if nobody was logged in
 * @param traceparent the trace in which it was added, as W3C Trace Context writes it, null if there was none
 * @param age how long ago it was added
 * @param timeout how long the attempt may run, null for no limit
 * @param retry whether another attempt follows this one if it fails
 * @param tracked what its status begins with, null if it is not tracked
 */
public record Delivery(
        String id,
        int attempt,
        String method,
        String path,
        @Nullable String caller,
        @Nullable String traceparent,
        Duration age,
        @Nullable Duration timeout,
        Retry retry,
        @Nullable StoredTask tracked) {

    /** Decides whether another attempt follows one that has failed. Thread-safe. */
    @FunctionalInterface
    public interface Retry {

        /** Says that no attempt follows, whatever the failure. */
        Retry NEVER = cause -> null;

        /**
         * Returns when the next attempt may begin. Called on the thread that reports the failure, perhaps several times.
         *
         * @param cause the failure, null if there is no exception
         * @return how long after the failure at the latest; null if no attempt follows
         */
        @Nullable
        Duration delayAfter(@Nullable Throwable cause);
    }
}
