package org.backgroundtasks.examples.notifications;

import java.io.UncheckedIOException;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** The example without a server. The system property {@code notifications.port} sets the port, 8080 unless set. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String port = System.getProperty("notifications.port", "8080");
        try (var server = start(Integer.parseInt(port))) {
            System.out.printf("""

                    Notifications is running at %1$s
                    Open it in a browser, or try:

                        curl -X POST %1$ssend-notification/foo@example.com
                        curl %1$slog

                    Ctrl-C stops it.
                    %n""", server.uri());
            server.join();
        } catch (UncheckedIOException e) {
            fail(e.getMessage() + " (" + e.getCause() + "). Is another program using the port?"
                    + " Choose another one with -Dnotifications.port=8081");
        } catch (IllegalArgumentException e) {
            fail("-Dnotifications.port=" + port + " is no port: " + e.getMessage());
        }
    }

    private static EmbeddedRuntime start(int port) {
        return EmbeddedRuntime.builder()
                .application(NotificationsApplication.class)
                .port(port)
                .start();
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
