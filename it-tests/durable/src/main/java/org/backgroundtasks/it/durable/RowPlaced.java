package org.backgroundtasks.it.durable;

/** A payload: a row was inserted. */
public record RowPlaced(int id) {}
