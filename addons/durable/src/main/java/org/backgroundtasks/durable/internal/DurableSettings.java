package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** The configuration of durable tasks in one application, read once. Destinations are names in JNDI. */
record DurableSettings(
        String connectionFactory,
        @Nullable String queue,
        @Nullable String deadLetterQueue,
        @Nullable Integer consumers,
        Duration unknownHandlerFor,
        int maxPerRequest) {

    static final String CONNECTION_FACTORY = "background-tasks.durable.connection-factory";
    static final String QUEUE = "background-tasks.durable.queue";
    static final String DEAD_LETTER_QUEUE = "background-tasks.durable.dead-letter-queue";
    static final String CONSUMERS = "background-tasks.durable.consumers";
    /** The core's own; each kind of tasks is counted by itself. */
    static final String MAX_PER_REQUEST = "background-tasks.max-per-request";

    static final String UNKNOWN_HANDLER_FOR = "background-tasks.durable.unknown-handler-for";

    /** What the Jakarta EE platform binds. */
    static final Set<String> KEYS =
            Set.of(CONNECTION_FACTORY, QUEUE, DEAD_LETTER_QUEUE, CONSUMERS, UNKNOWN_HANDLER_FOR);

    private static final String DEFAULT_CONNECTION_FACTORY = "java:comp/DefaultJMSConnectionFactory";

    static DurableSettings of(Configuration values) {
        String factory = values.text(CONNECTION_FACTORY);
        return new DurableSettings(
                factory == null ? DEFAULT_CONNECTION_FACTORY : factory,
                values.text(QUEUE),
                values.text(DEAD_LETTER_QUEUE),
                values.count(CONSUMERS),
                values.duration(UNKNOWN_HANDLER_FOR, Duration.ofDays(1)),
                values.positive(MAX_PER_REQUEST, 10_000));
    }

    /** Whether a name is one of the application's own, which some servers bind only after its CDI container has started. */
    boolean namesOfApplication() {
        return Stream.of(connectionFactory, queue, deadLetterQueue)
                .anyMatch(name -> name != null && name.matches("java:(app|module|comp)/.*"));
    }
}
