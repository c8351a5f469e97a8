package org.backgroundtasks.it.durable;

/** A payload. */
public record Note(String text) {}
