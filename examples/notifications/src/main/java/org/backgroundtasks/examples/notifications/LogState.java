package org.backgroundtasks.examples.notifications;

import java.util.List;

/**
 * The log as a reader gets it.
 *
 * @param version counts the lines written since the start
 * @param changes the lines that the reader has not seen, even if the file no longer has them
 * @param text the end of the file
 */
public record LogState(long version, List<String> changes, String text) {}
