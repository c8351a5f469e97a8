package org.backgroundtasks.benchmarks.stores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** PostgreSQL in processes of its own, which has on the disk what it commits. */
final class PostgreSqlStore extends DatabaseStore {

    private final EmbeddedPostgres server;
    private final JdbcConnectionPool pool;

    PostgreSqlStore(Path directory) throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data").toAbsolutePath())
                // unlike in tests
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres");
        pool = pool(JdbcConnectionPool.create(source));
    }

    @Override
    public DataSource source() {
        return pool;
    }

    @Override
    public void close() throws IOException {
        pool.dispose();
        server.close();
    }
}
