package org.backgroundtasks.internal.report;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.backgroundtasks.TaskEvent;

/** Holds what one event says. */
record TaskEventSnapshot(
        Type type,
        String taskId,
        String taskName,
        Optional<String> requestMethod,
        Optional<String> requestPath,
        int attempt,
        boolean willRetry,
        Duration waited,
        Optional<Duration> ran,
        OptionalDouble progress,
        Optional<String> message,
        Optional<Throwable> cause,
        Optional<String> reason)
        implements TaskEvent {

    /** Represents all events of a turn where observers are looked for. */
    static TaskEventSnapshot sample(Type type) {
        return new TaskEventSnapshot(
                type,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                Duration.ZERO,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
