package org.backgroundtasks.database.internal.store;

import java.util.Set;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreProvider;
import org.backgroundtasks.spi.Configuration;

/** Opens the database. Loaded where SLF4J's API, which db-scheduler needs, may be missing. */
public final class DatabaseStoreProvider implements TaskStoreProvider {

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Set<String> keys() {
        return DatabaseSettings.KEYS;
    }

    /** Who adds the artifact means to use it. */
    @Override
    public boolean isPresent(Configuration configuration) {
        return true;
    }

    @Override
    public boolean opensLate(Configuration configuration) {
        return DataSources.comesLate(DatabaseSettings.of(configuration).dataSource());
    }

    @Override
    public TaskStore open(StoreContext context) {
        try {
            return DatabaseStore.open(context, DatabaseSettings.of(context.configuration()));
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    "Durable tasks in a database need " + missing.getMessage()
                            + ": add com.github.kagkarlsson:db-scheduler and org.slf4j:slf4j-api to the application,"
                            + " or configure the server to give it SLF4J",
                    missing);
        }
    }
}
