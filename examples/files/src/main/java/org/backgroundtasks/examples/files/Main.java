package org.backgroundtasks.examples.files;

import java.io.UncheckedIOException;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** The example without a server. The system property {@code files.port} sets the port, 8080 unless set. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String port = System.getProperty("files.port", "8080");
        if (System.getProperty("background-tasks.status.page") == null) {
            // for everybody, as nobody but this machine can reach it
            System.setProperty("background-tasks.status.page", "true");
        }
        try (var server = start(Integer.parseInt(port))) {
            System.out.printf("""

                    Files is running at %1$s
                    Open it in a browser, or try:

                        curl -i -H "Content-Type: text/plain" --data-binary @README.md %1$sfiles/README.md

                    and then what Location says. The dashboard: %1$sbackground-tasks/monitor/

                    Ctrl-C stops it.
                    %n""", server.uri());
            server.join();
        } catch (UncheckedIOException e) {
            fail(e.getMessage() + " (" + e.getCause() + "). Is another program using the port?"
                    + " Choose another one with -Dfiles.port=8081");
        } catch (IllegalArgumentException e) {
            fail("-Dfiles.port=" + port + " is no port: " + e.getMessage());
        }
    }

    private static EmbeddedRuntime start(int port) {
        return EmbeddedRuntime.builder()
                .application(FilesApplication.class)
                .port(port)
                .start();
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
