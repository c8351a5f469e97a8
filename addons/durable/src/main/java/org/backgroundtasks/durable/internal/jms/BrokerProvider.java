package org.backgroundtasks.durable.internal.jms;

import java.util.Set;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreProvider;
import org.backgroundtasks.spi.Configuration;

/** Opens the broker. Loaded on servers without Jakarta Messaging, too. */
public final class BrokerProvider implements TaskStoreProvider {

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public Set<String> keys() {
        return BrokerSettings.KEYS;
    }

    /** Comes with the library, so what tells is whether it is configured. */
    @Override
    public boolean isPresent(Configuration configuration) {
        return configuration.text(BrokerSettings.QUEUE) != null
                || configuration.text(BrokerSettings.DEAD_LETTER_QUEUE) != null
                || configuration.text(BrokerSettings.CONNECTION_FACTORY) != null;
    }

    @Override
    public boolean opensLate(Configuration configuration) {
        return BrokerSettings.of(configuration).namesOfApplication();
    }

    @Override
    public TaskStore open(StoreContext context) {
        try {
            return new BrokerStore(context, BrokerSettings.of(context.configuration()));
        } catch (NoClassDefFoundError noMessaging) {
            throw new IllegalStateException(
                    "Durable tasks need Jakarta Messaging, which this server does not have: use its configuration with messaging,"
                            + " or a server of the full Jakarta EE platform,"
                            + " or add background-tasks-database to store them in a database",
                    noMessaging);
        }
    }
}
