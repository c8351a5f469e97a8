package org.backgroundtasks.spi.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contains one page of a list.
 *
 * @param rows the tasks
 * @param next the key of the page after it, null if this is the last
 */
public record TaskPage(List<TaskRow> rows, @Nullable String next) {}
