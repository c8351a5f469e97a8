package org.backgroundtasks.benchmarks.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The data source of the store that is measured. */
@ApplicationScoped
class Sources {

    static volatile @Nullable DataSource current;

    @Produces
    DataSource database() {
        DataSource source = current;
        if (source == null) {
            throw new IllegalStateException("The store is a broker");
        }
        return source;
    }
}
