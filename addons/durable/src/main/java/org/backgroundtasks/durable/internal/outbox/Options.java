package org.backgroundtasks.durable.internal.outbox;

import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.durable.spi.NewTask;
import org.jspecify.annotations.Nullable;

/** What a view of the queue says of the tasks that are added through it. */
record Options(@Nullable String name, @Nullable String key, Duration delay, boolean inMemory) {

    static final Options NONE = new Options(null, null, Duration.ZERO, false);

    Options named(String name) {
        Objects.requireNonNull(name, "A task's name must not be null. Omit named(…) for an unnamed task.");
        if (name.isBlank()) {
            throw new IllegalArgumentException("A task's name must not be blank. Omit named(…) for an unnamed task.");
        }
        return checked(new Options(name, key, delay, inMemory));
    }

    Options replacing(String key) {
        Objects.requireNonNull(key, "A task's key must not be null. Omit replacing(…) for a task that replaces none.");
        if (key.isBlank()) {
            throw new IllegalArgumentException(
                    "A task's key must not be blank. Omit replacing(…) for a task that replaces none.");
        }
        return checked(new Options(name, key, delay, inMemory));
    }

    Options delayed(Duration delay) {
        Objects.requireNonNull(delay, "A task's delay must not be null. Omit delayed(…) for none.");
        if (delay.isNegative() || delay.compareTo(NewTask.LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("A task's delay must be between zero and "
                    + NewTask.LONGEST_DELAY.toDays() + " days, but is " + delay + '.');
        }
        return checked(new Options(name, key, delay, inMemory));
    }

    Options keptInMemory() {
        return checked(new Options(name, key, delay, true));
    }

    private static Options checked(Options options) {
        if (options.inMemory && !options.delay.isZero()) {
            throw new IllegalStateException(
                    "A task in memory cannot be delayed. Omit delayed(…), or omit inMemory() to have it stored.");
        }
        return options;
    }
}
