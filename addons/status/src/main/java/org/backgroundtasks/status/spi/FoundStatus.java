package org.backgroundtasks.status.spi;

/**
 * Describes a status as a store has it.
 *
 * @param status the status
 * @param ofThisNode whether this node has written it
 * @param nodeIsDead whether the node that wrote it has stopped since, or has missed its heartbeats
 * @param forgotten whether it is too old to be shown
 */
public record FoundStatus(StoredStatus status, boolean ofThisNode, boolean nodeIsDead, boolean forgotten) {}
