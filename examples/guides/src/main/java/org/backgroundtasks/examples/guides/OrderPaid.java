package org.backgroundtasks.examples.guides;

/** The payload of a durable task. */
public record OrderPaid(String id, String email) {}
