package org.backgroundtasks.spi.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one stored task, without its payload.
 *
 * @param row what lists show of it
 * @param addedAt when it was added, by the clock of the node that did
 * @param method the HTTP method of the request that added it, empty if there was none
 * @param caller who added it, null if nobody was logged in
 */
public record TaskDetails(
        TaskRow row,
        Instant addedAt,
        String method,
        @Nullable String caller) {}
