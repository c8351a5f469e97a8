package org.backgroundtasks.internal.request;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.jspecify.annotations.Nullable;

/** Keeps the tasks that a request holds, in order; of those with one key the last. Not thread-safe. */
final class HeldTasks {

    /** So many held tasks are looked through for a key. */
    private static final int FEW = 16;

    /** Shared: nothing is added after the release. */
    private static final ArrayDeque<Task> NONE = new ArrayDeque<>(0);

    private ArrayDeque<Task> tasks = new ArrayDeque<>(2);
    /** Every key that a held task has, and those of some that were; none while there are few tasks. */
    private @Nullable Set<String> keys;

    private boolean anyNamesPool;

    /** Returns the task that this one replaces, or null. */
    @Nullable
    Task add(Task task) {
        String key = task.key();
        Task replaced = key == null || isNew(key) ? null : take(key);
        tasks.add(task);
        anyNamesPool |= task.options().pool() != null;
        return replaced;
    }

    /** Whether one of them names an executor, or one did that was replaced or taken out. */
    boolean anyNamesPool() {
        return anyNamesPool;
    }

    boolean remove(AddedTask task) {
        return tasks.remove(task);
    }

    /** Takes out the task with this key; null if there is none. */
    @Nullable
    Task take(String key) {
        for (Task task : tasks) {
            if (key.equals(task.key())) {
                tasks.remove(task);
                return task;
            }
        }
        return null;
    }

    /** Whether no task of many can have the key; a few are looked through as fast. */
    private boolean isNew(String key) {
        if (keys == null) {
            if (tasks.size() <= FEW) {
                return false;
            }
            keys = new HashSet<>();
            for (Task other : tasks) {
                if (other.key() != null) {
                    keys.add(other.key());
                }
            }
        }
        return keys.add(key);
    }

    /** Gives all tasks away, for good. */
    ArrayDeque<Task> takeAll() {
        ArrayDeque<Task> all = tasks;
        tasks = NONE;
        keys = null;
        return all;
    }
}
