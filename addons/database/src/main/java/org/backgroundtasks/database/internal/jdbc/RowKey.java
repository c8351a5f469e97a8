package org.backgroundtasks.database.internal.jdbc;

/**
 * Which row, as it was when it was handed out: whoever has taken it since has raised its version.
 *
 * @param id the task's id
 * @param version the row's version
 */
public record RowKey(String id, long version) {}
