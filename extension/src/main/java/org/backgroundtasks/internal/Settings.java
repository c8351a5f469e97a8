package org.backgroundtasks.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The configuration of one application, read once. */
record Settings(
        @Nullable String executor,
        int maxPerRequest,
        int maxPending,
        Duration drainTimeout,
        boolean stopAtFailure,
        @Nullable String gate) {

    static final String EXECUTOR = "background-tasks.executor";
    static final String MAX_PER_REQUEST = "background-tasks.max-per-request";
    static final String MAX_PENDING = "background-tasks.max-pending";
    static final String DRAIN_TIMEOUT = "background-tasks.drain-timeout";
    static final String STOP_AT_FAILURE = "background-tasks.stop-at-failure";
    static final String GATE = "background-tasks.gate";

    static Settings of(Configuration values) {
        return new Settings(
                values.text(EXECUTOR),
                values.positive(MAX_PER_REQUEST, 10_000),
                values.positive(MAX_PENDING, 100_000),
                values.duration(DRAIN_TIMEOUT, Duration.ofSeconds(30)),
                values.flag(STOP_AT_FAILURE, false),
                values.text(GATE));
    }
}
