package org.backgroundtasks.status.internal;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** Holds the configuration of the module in one application, read once. */
record StatusSettings(
        Duration keep,
        int maxEntries,
        Duration retryAfter,
        Duration heartbeat,
        int maxStreams,
        int maxStreamsPerTask,
        @Nullable String role,
        boolean bindToCaller,
        boolean cancel,
        boolean page,
        @Nullable String pageRole,
        @Nullable String pageOperatorRole) {

    static final String PREFIX = "background-tasks.status.";
    static final String STORE = PREFIX + "store";
    static final String KEEP = PREFIX + "keep";
    static final String MAX_ENTRIES = "background-tasks.status.max-entries";
    static final String RETRY_AFTER = "background-tasks.status.retry-after";
    static final String HEARTBEAT = "background-tasks.status.heartbeat";
    static final String MAX_STREAMS = "background-tasks.status.max-streams";
    static final String MAX_STREAMS_PER_TASK = "background-tasks.status.max-streams-per-task";
    static final String ROLE = "background-tasks.status.role";
    static final String BIND_TO_CALLER = "background-tasks.status.bind-to-caller";
    static final String CANCEL = "background-tasks.status.cancel";
    static final String PAGE = "background-tasks.status.page";
    static final String PAGE_ROLE = "background-tasks.status.page-role";
    static final String PAGE_OPERATOR_ROLE = "background-tasks.status.page-operator-role";

    /** Every key of the module. */
    static final Set<String> KEYS = Set.of(
            STORE,
            KEEP,
            MAX_ENTRIES,
            RETRY_AFTER,
            HEARTBEAT,
            MAX_STREAMS,
            MAX_STREAMS_PER_TASK,
            ROLE,
            BIND_TO_CALLER,
            CANCEL,
            PAGE,
            PAGE_ROLE,
            PAGE_OPERATOR_ROLE);

    /** A misspelt key may be one that was to restrict access, so it fails the deployment. */
    static StatusSettings of(Configuration values) {
        Set<String> unknown = values.unknownKeys(PREFIX, KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown configuration: " + String.join(", ", unknown)
                    + ". Correct the spelling, or remove it. Keys of background-tasks-status: "
                    + String.join(", ", new TreeSet<>(KEYS)));
        }
        return new StatusSettings(
                values.duration(KEEP, Duration.ofHours(1)),
                values.positive(MAX_ENTRIES, 10_000),
                values.duration(RETRY_AFTER, Duration.ofSeconds(1)),
                heartbeat(values),
                values.positive(MAX_STREAMS, 1_000),
                values.positive(MAX_STREAMS_PER_TASK, 20),
                values.text(ROLE),
                values.flag(BIND_TO_CALLER, false),
                values.flag(CANCEL, true),
                values.flag(PAGE, false),
                values.text(PAGE_ROLE),
                values.text(PAGE_OPERATOR_ROLE));
    }

    private static Duration heartbeat(Configuration values) {
        Duration heartbeat = values.duration(HEARTBEAT, Duration.ofSeconds(15));
        if (heartbeat.isZero()) {
            throw new IllegalArgumentException(
                    "Configuration " + HEARTBEAT
                            + " is zero, but must be a duration above zero, such as 15s. Heartbeats show which clients have gone.");
        }
        return heartbeat;
    }

    /** Returns whole seconds, the unit of the header. */
    long retryAfterSeconds() {
        return retryAfter.plusMillis(999).toSeconds();
    }

    /** Returns the role whose callers change tasks on the dashboard, null if nobody does. */
    @Nullable
    String changingRole() {
        return pageOperatorRole != null ? pageOperatorRole : pageRole;
    }

    /** Returns whether the dashboard is on. */
    boolean hasPage() {
        return page || pageRole != null || pageOperatorRole != null;
    }
}
