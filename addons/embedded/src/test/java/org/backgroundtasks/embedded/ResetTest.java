package org.backgroundtasks.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Clients that reset their connection")
@Timeout(60)
class ResetTest {

    private static final int CLIENTS = 20;
    private static final int LARGE = 8_000_000;
    private static final CountDownLatch ANSWERED = new CountDownLatch(CLIENTS);

    @Path("large")
    public static class Large {
        @GET
        public StreamingOutput get() {
            return out -> {
                try {
                    out.write(new byte[LARGE]);
                } finally {
                    ANSWERED.countDown();
                }
            };
        }
    }

    @Test
    @DisplayName("the JDK's HTTP server keeps nothing of them")
    void forgotten() throws Exception {
        try (var server = EmbeddedRuntime.builder()
                .http(EmbeddedHttpServer.JDK)
                .port(0)
                .resources(Large.class)
                .start()) {
            for (int i = 0; i < CLIENTS; i++) {
                readAndReset(server);
            }
            ANSWERED.await();
            // the server's thread closes a connection after the application is through
            int left = connections();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                left = connections();
            }
            assertThat(left).isZero();
        }
    }

    private static void readAndReset(EmbeddedRuntime server) throws IOException {
        try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
        }
    }

    /** On the heap after a garbage collection. */
    private static int connections() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 3 && columns[3].equals("sun.net.httpserver.HttpConnection"))
                .mapToInt(columns -> Integer.parseInt(columns[1]))
                .sum();
    }
}
