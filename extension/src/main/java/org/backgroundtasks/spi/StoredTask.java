package org.backgroundtasks.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a tracked task that a store keeps.
 *
 * @param statusHash the {@linkplain StatusId#hash hash} of its status id
 * @param name the name that it was given
 * @param caller who added it, null if nobody was logged in
 * @param addedAt when it was added, by the clock of the node that did
 * @param attempt the attempt it waits for or is at, 1 for the first; the last one of a dead letter
 * @param dead whether it is a dead letter, which no node handles
 */
public record StoredTask(
        String statusHash,
        @Nullable String name,
        @Nullable String caller,
        Instant addedAt,
        int attempt,
        boolean dead) {}
