package org.backgroundtasks.benchmarks.stores;

import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** What databases have in common. */
abstract class DatabaseStore implements Store {

    private static final int POOL = 24;

    static JdbcConnectionPool pool(JdbcConnectionPool pool) {
        pool.setMaxConnections(POOL);
        return pool;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "background-tasks.durable.store", "database",
                "background-tasks.durable.create-table", "true");
    }

    @Override
    public abstract DataSource source();

    @Override
    public ByHand byHand() throws SQLException {
        return new InsertByHand(source());
    }
}
