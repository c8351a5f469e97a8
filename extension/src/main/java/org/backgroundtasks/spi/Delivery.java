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
 * @param retryAfter how long after this attempt, if it fails, the next may begin; null if there is none after it
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
        @Nullable Duration retryAfter,
        @Nullable StoredTask tracked) {}
