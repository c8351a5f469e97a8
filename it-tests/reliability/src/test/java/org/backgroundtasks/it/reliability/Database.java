package org.backgroundtasks.it.reliability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A database that takes part in WildFly's transactions. */
abstract class Database implements AutoCloseable {

    private static final String NAMED = " add --name=rows --jndi-name=java:/jdbc/rows --driver-name=";
    private static final String DATA_SOURCE = "xa-data-source" + NAMED;
    private static final String DATA_SOURCE_WITHOUT_XA = "data-source" + NAMED;

    /** Which there are. */
    enum Kind {
        H2 {
            @Override
            Database start(Path work) {
                return new H2(work);
            }
        },
        POSTGRESQL {
            @Override
            Database start(Path work) throws IOException {
                return new PostgreSql();
            }
        };

        abstract Database start(Path work) throws IOException;

        /** Those that the system property {@code reliability.databases} names. */
        static Stream<Kind> selected() {
            return Stream.of(System.getProperty("reliability.databases").split(",", -1))
                    .map(Kind::valueOf);
        }
    }

    /** What the server's administrator does for it to be used in two-phase commits. */
    abstract List<String> administration();

    /** The same for transactions that have it alone. */
    abstract List<String> administrationWithoutXa();

    @Override
    public void close() throws IOException {}

    /** In the server's process, and killed with it; its file is below the server's directory. */
    private static final class H2 extends Database {

        private final Path work;

        H2(Path work) {
            this.work = work;
        }

        @Override
        List<String> administration() {
            return List.of(DATA_SOURCE + "h2 --user-name=sa --password=sa" + " --xa-datasource-properties={\"URL\"=>\""
                    + url() + "\"}");
        }

        @Override
        List<String> administrationWithoutXa() {
            return List.of(
                    DATA_SOURCE_WITHOUT_XA + "h2 --user-name=sa --password=sa --connection-url=\"" + url() + '"');
        }

        /** What is committed is to be in the file when commit returns, and not half a second later. */
        private String url() {
            return "jdbc:h2:file:" + work.resolve("rows") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE";
        }
    }

    /** In processes of its own, which live on. */
    private static final class PostgreSql extends Database {

        private final EmbeddedPostgres server;

        PostgreSql() throws IOException {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("max_prepared_transactions", "64")
                    .start();
        }

        @Override
        List<String> administration() {
            return List.of(
                    "deploy " + System.getProperty("it.postgresql"),
                    DATA_SOURCE + "postgresql.jar --xa-datasource-class=org.postgresql.xa.PGXADataSource"
                            + " --user-name=postgres --password=postgres"
                            + " --xa-datasource-properties={\"ServerName\"=>\"127.0.0.1\",\"PortNumber\"=>\""
                            + server.getPort() + "\",\"DatabaseName\"=>\"postgres\"}");
        }

        @Override
        List<String> administrationWithoutXa() {
            return List.of(
                    "deploy " + System.getProperty("it.postgresql"),
                    DATA_SOURCE_WITHOUT_XA + "postgresql.jar --user-name=postgres --password=postgres"
                            + " --connection-url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
