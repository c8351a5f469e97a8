package org.backgroundtasks.internal.container;

import java.time.Duration;
import java.util.Set;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** Holds the configuration of one application, read once. */
public record Settings(
        @Nullable String executor,
        int maxPerRequest,
        int maxPending,
        Duration drainTimeout,
        boolean stopAtFailure,
        @Nullable String gate) {

    public static final String PREFIX = "background-tasks.";
    public static final String EXECUTOR = PREFIX + "executor";
    public static final String MAX_PER_REQUEST = PREFIX + "max-per-request";
    public static final String MAX_PENDING = PREFIX + "max-pending";
    public static final String DRAIN_TIMEOUT = PREFIX + "drain-timeout";
    public static final String STOP_AT_FAILURE = PREFIX + "stop-at-failure";
    public static final String GATE = PREFIX + "gate";

    public static final Set<String> KEYS =
            Set.of(EXECUTOR, MAX_PER_REQUEST, MAX_PENDING, DRAIN_TIMEOUT, STOP_AT_FAILURE, GATE);

    public static Settings of(Configuration values) {
        return new Settings(
                values.text(EXECUTOR),
                values.positive(MAX_PER_REQUEST, 10_000),
                values.positive(MAX_PENDING, 100_000),
                values.duration(DRAIN_TIMEOUT, Duration.ofSeconds(30)),
                values.flag(STOP_AT_FAILURE, false),
                values.text(GATE));
    }
}
