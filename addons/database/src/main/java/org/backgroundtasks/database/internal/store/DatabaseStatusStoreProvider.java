package org.backgroundtasks.database.internal.store;

import java.util.Set;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.backgroundtasks.status.spi.StatusStoreProvider;

/** Opens the database for the status module, where there is one. */
public final class DatabaseStatusStoreProvider implements StatusStoreProvider {

    /** The durable module's own key, whose value names the other store. */
    private static final String STORE = "background-tasks.durable.store";

    static final String NAME = "database";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> keys() {
        return DatabaseSettings.KEYS;
    }

    /** Who adds the artifact means to use it, unless for another day: a broker has the tasks, and no data source is named. */
    @Override
    public boolean isPresent(Configuration configuration) {
        String store = configuration.text(STORE);
        return store == null || store.equals(NAME) || configuration.text(DatabaseSettings.DATA_SOURCE) != null;
    }

    @Override
    public boolean opensLate(Configuration configuration) {
        return DataSources.comesLate(DatabaseSettings.of(configuration).dataSource());
    }

    @Override
    public StatusStore open(StatusStoreContext context) {
        return DatabaseStatusStore.open(context, DatabaseSettings.of(context.configuration()));
    }
}
