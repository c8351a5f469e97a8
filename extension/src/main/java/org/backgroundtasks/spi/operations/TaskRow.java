package org.backgroundtasks.spi.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stored task in a list. Its texts may come from anybody.
 *
 * @param id the task's id
 * @param handler the name of its handler
 * @param name its name
 * @param path the path of the request that added it
 * @param state its state
 * @param attempt the attempt that it waits for or is at; the last one of a dead letter
 * @param due when it may begin, or might have begun; null of a dead letter
 * @param failedAt when it failed last, null if it has not
 * @param cause why it failed last, null if it has not
 * @param node which node has it, null if none has
 * @param unknownSince since when no node has known its handler, null if one does
 */
public record TaskRow(
        String id,
        String handler,
        String name,
        String path,
        TaskState state,
        int attempt,
        @Nullable Instant due,
        @Nullable Instant failedAt,
        @Nullable String cause,
        @Nullable String node,
        @Nullable Instant unknownSince) {}
