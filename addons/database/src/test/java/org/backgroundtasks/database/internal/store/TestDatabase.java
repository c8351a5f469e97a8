package org.backgroundtasks.database.internal.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A real database, new for each test. */
final class TestDatabase implements AutoCloseable {

    /** Which there are. */
    enum Kind {
        H2_IN_MEMORY("h2"),
        H2_IN_A_FILE("h2"),
        POSTGRESQL("postgresql"),
        MARIADB("mariadb");

        private final String dialect;

        Kind(String dialect) {
            this.dialect = dialect;
        }

        /** All, but MariaDB only with the profile of its name. */
        static Stream<Kind> present() {
            return Stream.of(values()).filter(kind -> kind != MARIADB || MariaDb.isPresent());
        }

        /** Where its DDL is. */
        String ddl() {
            return "META-INF/background-tasks/" + dialect + ".sql";
        }

        /** A literal of bytes, from digits in quotes. */
        String bytes(String digits) {
            return this == POSTGRESQL ? "decode(" + digits + ", 'hex')" : "X" + digits;
        }

        /** A condition: so many minutes from now, by the database's clock. */
        String isDueBetween(int least, int most) {
            return "execution_time between " + inMinutes(least) + " and " + inMinutes(most);
        }

        private String inMinutes(int minutes) {
            return switch (this) {
                case POSTGRESQL -> "now() + interval '" + minutes + " minutes'";
                case MARIADB -> "utc_timestamp() + interval " + minutes + " minute";
                case H2_IN_MEMORY, H2_IN_A_FILE ->
                    "dateadd(minute, " + minutes + ", current_timestamp at time zone 'UTC')";
            };
        }
    }

    /** One for all tests of this process. */
    private static final class SharedMariaDb {

        static final MariaDb SERVER = start();

        private static MariaDb start() {
            try {
                return MariaDb.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** One for all tests of this process, in a process of its own that ends with it. */
    private static final class PostgreSql {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final int POOL = 30;

    private final DataSource pool;
    private final Runnable closePool;
    private final String url;

    private TestDatabase(JdbcConnectionPool pool, String url) {
        this(pool, pool::dispose, url);
        pool.setMaxConnections(POOL);
    }

    private TestDatabase(DataSource pool, Runnable closePool, String url) {
        this.pool = pool;
        this.closePool = closePool;
        this.url = url;
    }

    static TestDatabase of(Kind kind) {
        return switch (kind) {
            case H2_IN_MEMORY -> h2("mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            case H2_IN_A_FILE -> h2("file:" + directory().resolve("tasks"));
            case POSTGRESQL -> postgreSql("");
            case MARIADB -> mariaDb();
        };
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "h2").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestDatabase h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + url);
        return new TestDatabase(JdbcConnectionPool.create(source), url);
    }

    /** With these options for connections. */
    static TestDatabase postgreSql(String options) {
        String name = newName();
        execute(PostgreSql.SERVER.getPostgresDatabase(), "create database " + name);
        return at("jdbc:postgresql://127.0.0.1:" + PostgreSql.SERVER.getPort() + '/' + name + "?user=postgres"
                + (options.isEmpty() ? "" : "&options=" + options));
    }

    /** One on PostgreSQL that is there. */
    static TestDatabase at(String url) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setURL(url);
        return new TestDatabase(JdbcConnectionPool.create(source), url);
    }

    String url() {
        return url;
    }

    private static TestDatabase mariaDb() {
        String name = newName();
        try {
            execute(new MariaDbDataSource(SharedMariaDb.SERVER.url("")), "create database " + name);
            String url = SharedMariaDb.SERVER.url(name);
            MariaDbPoolDataSource pool = new MariaDbPoolDataSource(url + "&minPoolSize=1&maxPoolSize=" + POOL);
            return new TestDatabase(pool, pool::close, url);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String newName() {
        return "db" + UUID.randomUUID().toString().replace("-", "");
    }

    DataSource source() {
        return pool;
    }

    void execute(String sql) {
        execute(pool, sql);
    }

    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of what a query finds. */
    List<Object> query(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Object> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getObject(1));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    long waiting() {
        return ((Number) query("select count(*) from background_tasks where task_name = 'task'")
                        .get(0))
                .longValue();
    }

    List<Object> causes() {
        return query("select cause from background_tasks where task_name = 'dead-letter'");
    }

    @Override
    public void close() {
        closePool.run();
    }
}
