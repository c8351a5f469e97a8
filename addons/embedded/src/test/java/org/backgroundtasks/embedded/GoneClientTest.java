package org.backgroundtasks.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A client that has gone")
// a close that waits for the client waits for an hour
@Timeout(30)
class GoneClientTest {

    /** Sends another event, and tells whether it could not. */
    private static final CompletableFuture<BooleanSupplier> STREAM = new CompletableFuture<>();

    private static final CountDownLatch ENTERED = new CountDownLatch(1);
    private static final CountDownLatch LEAVE = new CountDownLatch(1);

    @Path("")
    public static class Resource {
        @GET
        @Path("stream")
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public void stream(@Context SseEventSink sink, @Context Sse sse) {
            sink.send(sse.newEvent("first"));
            STREAM.complete(() -> isGone(sink, sse));
        }

        private static boolean isGone(SseEventSink sink, Sse sse) {
            try {
                return sink.send(sse.newEvent("next")).toCompletableFuture().isCompletedExceptionally();
            } catch (IllegalStateException closed) {
                // by Jersey, which has failed to send the one before
                return true;
            }
        }

        @GET
        @Path("slow")
        public String slow() throws InterruptedException {
            ENTERED.countDown();
            LEAVE.await();
            return "late";
        }
    }

    private static EmbeddedRuntime start() {
        return EmbeddedRuntime.builder()
                .resources(Resource.class)
                .closeTimeout(Duration.ofHours(1))
                .start();
    }

    private static Socket ask(URI uri, String path) throws Exception {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream().write(("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    @Test
    @DisplayName("R-4 in the middle of a stream of events does not hold the close once an event could not be sent")
    void stream() throws Exception {
        try (EmbeddedRuntime runtime = start()) {
            Socket client = ask(runtime.uri(), "stream");
            assertThat(client.getInputStream().read()).isEqualTo('H');
            // a reset
            client.setSoLinger(true, 0);
            client.close();
            while (!STREAM.get().getAsBoolean()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @DisplayName("R-4 while its resource runs does not hold the close once the resource has returned")
    void runningResource() throws Exception {
        try (EmbeddedRuntime runtime = start()) {
            Socket client = ask(runtime.uri(), "slow");
            ENTERED.await();
            client.setSoLinger(true, 0);
            client.close();
            // another request, so that the server has seen the reset
            try (Socket other = ask(runtime.uri(), "none")) {
                assertThat(other.getInputStream().read()).isEqualTo('H');
            }
            LEAVE.countDown();
        }
    }
}
