package org.backgroundtasks.database.internal.jdbc;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that has ended, for the history.
 *
 * @param attempt which one it was
 * @param started when it began; it ends as this is written
 * @param waited from being due to the beginning
 * @param cause why it failed, null if it did not
 */
public record Ended(
        TaskEnvelope task,
        End outcome,
        int attempt,
        String node,
        Instant started,
        Duration waited,
        @Nullable Throwable cause) {}
