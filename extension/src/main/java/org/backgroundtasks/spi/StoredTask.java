package org.backgroundtasks.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a task that a store keeps.
 *
 * @param id unique everywhere
 * @param name the name that it was given
 * @param addedAt when it was added, by the clock of the node that did
 * @param attempt the attempt it waits for or is at, 1 for the first; the last one of a dead letter
 * @param dead whether it is a dead letter, which no node handles
 */
public record StoredTask(String id, @Nullable String name, Instant addedAt, int attempt, boolean dead) {}
