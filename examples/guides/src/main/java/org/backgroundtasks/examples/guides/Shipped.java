package org.backgroundtasks.examples.guides;

/** What a subscriber is told: that an order has left. */
public record Shipped(String event, String order, String subscriber) {}
