package org.backgroundtasks.examples.orders;

/** What a receipt is sent for. */
public record OrderPlaced(String order, String item) {}
