package org.backgroundtasks.benchmarks.stores;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** H2 in this process, told to have on the disk what it commits. */
final class H2Store extends DatabaseStore {

    private final JdbcConnectionPool pool;

    H2Store(Path directory) {
        pool = pool(JdbcConnectionPool.create(
                "jdbc:h2:file:" + directory.resolve("tasks").toAbsolutePath() + ";WRITE_DELAY=0", "sa", ""));
    }

    @Override
    public DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
