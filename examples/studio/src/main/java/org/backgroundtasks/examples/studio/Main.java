package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.h2.jdbcx.JdbcConnectionPool;

/** The example without a server. The system property {@code studio.port} sets the port, 8080 unless set. */
public final class Main {

    private Main() {}

    /** A database in a file, which the system property {@code studio.database} names. */
    @Specializes
    public static class FileDatabase extends ServerDatabase {

        @Override
        @Produces
        @ApplicationScoped
        public DataSource source() {
            Path file = Path.of(System.getProperty("studio.database", "target/studio"))
                    .toAbsolutePath();
            // what is committed is to be in the file when commit returns
            return JdbcConnectionPool.create("jdbc:h2:file:" + file + ";WRITE_DELAY=0", "sa", "");
        }
    }

    public static void main(String[] args) throws InterruptedException {
        String port = System.getProperty("studio.port", "8080");
        if (System.getProperty("background-tasks.status.page") == null) {
            // for everybody, as nobody but this machine can reach it
            System.setProperty("background-tasks.status.page", "true");
        }
        try (EmbeddedRuntime server = start(Integer.parseInt(port))) {
            System.out.printf("""

                    Studio is running at %1$s
                    Open it in a browser, or try:

                        curl -i -d "name=Ann" -d "email=ann@example.com" %1$saccounts

                    and then what Location says. The dashboard: %1$sbackground-tasks/monitor/

                    Ctrl-C stops it.
                    %n""", server.uri());
            server.join();
        } catch (UncheckedIOException e) {
            fail(e.getMessage() + " (" + e.getCause() + "). Is another program using the port?"
                    + " Choose another one with -Dstudio.port=8081");
        } catch (IllegalArgumentException e) {
            fail("-Dstudio.port=" + port + " is no port: " + e.getMessage());
        }
    }

    private static EmbeddedRuntime start(int port) {
        return EmbeddedRuntime.builder()
                .application(StudioApplication.class)
                .beanClasses(FileDatabase.class)
                .port(port)
                .start();
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
