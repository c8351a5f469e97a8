package org.backgroundtasks.database.internal.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.jspecify.annotations.Nullable;

/** What a store of statuses gets that a test opens by itself. */
record TestStatusContext(BackgroundTasksEngine engine, DataSource source, Map<String, String> settings)
        implements StatusStoreContext {

    static Configuration configuration(Map<String, String> settings) {
        return new Configuration(key -> Optional.ofNullable(settings.get(key)), settings::keySet);
    }

    @Override
    public Configuration configuration() {
        return configuration(settings);
    }

    @Override
    public Duration keep() {
        return Duration.ofHours(1);
    }

    @Override
    public <T> @Nullable T bean(Class<T> type) {
        return type.isInstance(source) ? type.cast(source) : null;
    }
}
