package org.backgroundtasks.durable.internal.jms;

import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/** The configuration of the broker in one application, read once. Destinations are names in JNDI. */
record BrokerSettings(
        String connectionFactory,
        @Nullable String queue,
        @Nullable String deadLetterQueue,
        @Nullable Integer consumers) {

    static final String CONNECTION_FACTORY = "background-tasks.durable.connection-factory";
    static final String QUEUE = "background-tasks.durable.queue";
    static final String DEAD_LETTER_QUEUE = "background-tasks.durable.dead-letter-queue";
    static final String CONSUMERS = "background-tasks.durable.consumers";

    static final Set<String> KEYS = Set.of(CONNECTION_FACTORY, QUEUE, DEAD_LETTER_QUEUE, CONSUMERS);

    /** What the Jakarta EE platform binds. */
    private static final String DEFAULT_CONNECTION_FACTORY = "java:comp/DefaultJMSConnectionFactory";

    static BrokerSettings of(Configuration values) {
        String factory = values.text(CONNECTION_FACTORY);
        return new BrokerSettings(
                factory == null ? DEFAULT_CONNECTION_FACTORY : factory,
                values.text(QUEUE),
                values.text(DEAD_LETTER_QUEUE),
                values.count(CONSUMERS));
    }

    /** Whether a name is one of the application's own, which some servers bind only after its CDI container has started. */
    boolean namesOfApplication() {
        return Stream.of(connectionFactory, queue, deadLetterQueue)
                .anyMatch(name -> name != null && name.matches("java:(app|module|comp)/.*"));
    }
}
