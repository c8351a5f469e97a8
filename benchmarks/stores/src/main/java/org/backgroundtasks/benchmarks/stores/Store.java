package org.backgroundtasks.benchmarks.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where tasks are stored, on a disk of this machine. */
interface Store extends AutoCloseable {

    /** What an application is configured with. */
    Map<String, String> settings();

    /** What an application's data source is; null for a broker. */
    @Nullable
    DataSource source();

    /** What an application without the library would write. */
    ByHand byHand() throws Exception;

    @Override
    void close() throws IOException;

    /** Those that are compared. */
    enum Kind {
        ARTEMIS("Artemis") {
            @Override
            Store start(Path directory) throws Exception {
                return new ArtemisStore(directory);
            }
        },
        POSTGRESQL("PostgreSQL") {
            @Override
            Store start(Path directory) throws Exception {
                return new PostgreSqlStore(directory);
            }
        },
        H2("H2") {
            @Override
            Store start(Path directory) throws Exception {
                return new H2Store(directory);
            }
        };

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As a page names it. */
        @Override
        public String toString() {
            return label;
        }

        /** Starts it, with its data in an empty directory. */
        abstract Store start(Path directory) throws Exception;
    }
}
