package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.util.Set;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of durable tasks in one application that does not depend on the store, read once.
 *
 * @param store the name of the store, null for the one that is there
 */
record DurableSettings(Configuration all, @Nullable String store, Duration unknownHandlerFor) {

    static final String STORE = "background-tasks.durable.store";
    static final String UNKNOWN_HANDLER_FOR = "background-tasks.durable.unknown-handler-for";

    static final Set<String> KEYS = Set.of(STORE, UNKNOWN_HANDLER_FOR);

    static DurableSettings of(Configuration values) {
        return new DurableSettings(
                values, values.text(STORE), values.duration(UNKNOWN_HANDLER_FOR, Duration.ofDays(1)));
    }
}
