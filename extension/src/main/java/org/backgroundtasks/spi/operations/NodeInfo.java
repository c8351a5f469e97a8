package org.backgroundtasks.spi.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is a node that shares the store.
 *
 * @param name its name
 * @param startedAt when it started, null if unknown
 * @param seenAt when it showed its last sign of life
 * @param alive false if that is too long ago
 * @param running how many stored tasks it runs
 */
public record NodeInfo(String name, @Nullable Instant startedAt, Instant seenAt, boolean alive, int running) {}
