package org.backgroundtasks.executor.internal;

import java.util.Set;
import org.backgroundtasks.spi.Configuration;

/** Holds the configuration of an application's own executor, read once. */
record ExecutorSettings(int threads, int queue, boolean virtual) {

    private static final String THREADS = "background-tasks.executor.threads";
    private static final String QUEUE = "background-tasks.executor.queue";
    private static final String VIRTUAL = "background-tasks.executor.virtual";

    static final Set<String> KEYS = Set.of(THREADS, QUEUE, VIRTUAL);

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    static ExecutorSettings of(Configuration values, Runtime.Version java) {
        boolean virtual = values.flag(VIRTUAL, false);
        if (virtual && java.feature() < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            throw new IllegalArgumentException("Configuration " + VIRTUAL
                    + " is 'true', but virtual threads need Java 21 or later and this is Java " + java
                    + ". Remove the setting, or run the server on a newer Java.");
        }
        return new ExecutorSettings(
                values.positive(
                        THREADS,
                        virtual ? 1_000 : Math.max(8, 2 * Runtime.getRuntime().availableProcessors())),
                values.positive(QUEUE, 1_000),
                virtual);
    }
}
