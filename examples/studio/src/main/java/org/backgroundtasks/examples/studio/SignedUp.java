package org.backgroundtasks.examples.studio;

/** Somebody has signed up. */
public record SignedUp(String email, String name) {}
