package org.backgroundtasks.database.internal.jdbc;

import org.backgroundtasks.durable.spi.Deferral;

/**
 * What a row says of its task beside the task itself.
 *
 * @param attempt the attempt that it waits for, 1 for the first
 * @param deferral since when no node has known its handler
 * @param paused whether its handler is
 */
public record RowNotes(int attempt, Deferral deferral, boolean paused) {}
