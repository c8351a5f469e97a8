package org.backgroundtasks.examples.notifications;

/** The log has a new line. */
record LogChanged(long version) {}
