package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Holds the options of a view, shared by all tasks that are added through it. Each method that sets one returns a copy.
 *
 * @param pool where the tasks run, null for the standard executor
 */
public record Options(
        @Nullable String label,
        @Nullable String key,
        Condition condition,
        boolean concurrent,
        @Nullable Duration timeout,
        @Nullable ManagedPool pool) {

    public static final Options NONE = new Options(null, null, Condition.ON_SUCCESS, false, null, null);

    /** Says after which outcome of its request a task runs. */
    public enum Condition {
        ON_SUCCESS,
        ON_ERROR,
        ALWAYS;

        public boolean allows(Outcome outcome) {
            return this == ALWAYS || (this == ON_ERROR) == (outcome == Outcome.FAILED);
        }
    }

    public Options named(String name) {
        Objects.requireNonNull(name, "Task name must not be null. Omit named(…) for an unnamed task.");
        if (name.isBlank()) {
            throw new IllegalArgumentException("Task name must not be blank. Omit named(…) for an unnamed task.");
        }
        return new Options(name, key, condition, concurrent, timeout, pool);
    }

    public Options replacing(String other) {
        Objects.requireNonNull(other, "Key must not be null. Omit replacing(…) for a task that replaces none.");
        if (other.isBlank()) {
            throw new IllegalArgumentException(
                    "Key must not be blank. Omit replacing(…) for a task that replaces none.");
        }
        return new Options(label, other, condition, concurrent, timeout, pool);
    }

    public Options running(Condition other) {
        return new Options(label, key, other, concurrent, timeout, pool);
    }

    public Options inParallel() {
        return new Options(label, key, condition, true, timeout, pool);
    }

    public Options within(Duration limit) {
        Objects.requireNonNull(limit, "Timeout must not be null. Omit timeout(…) for a task without one.");
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("Timeout must be positive, but is " + LogText.duration(limit)
                    + ". Omit timeout(…) for a task that may run as long as it takes.");
        }
        return new Options(label, key, condition, concurrent, limit, pool);
    }

    public Options on(@Nullable ManagedPool other) {
        return new Options(label, key, condition, concurrent, timeout, other);
    }
}
