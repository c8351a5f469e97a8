package org.backgroundtasks.spi.operations;

import org.jspecify.annotations.Nullable;

/**
 * Selects stored tasks. What is null selects all.
 *
 * @param state their state
 * @param id the one task's id
 * @param handler the name of their handler
 * @param name what their names contain, in any case
 * @param path what the paths of their requests contain, in any case
 * @param cause what the causes of their last failures contain, in any case
 */
public record TaskFilter(
        @Nullable TaskState state,
        @Nullable String id,
        @Nullable String handler,
        @Nullable String name,
        @Nullable String path,
        @Nullable String cause) {

    /**
     * Selects one task.
     *
     * @param id its id
     * @return the filter
     */
    public static TaskFilter ofTask(String id) {
        return new TaskFilter(null, id, null, null, null, null);
    }

    /**
     * Selects all tasks of a state.
     *
     * @param state the state
     * @return the filter
     */
    public static TaskFilter of(TaskState state) {
        return new TaskFilter(state, null, null, null, null, null);
    }
}
