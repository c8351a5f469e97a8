package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The strictest look at a gate: the executor refuses, so the task runs on the thread on which the gate fires, and holds it.
 * What the client has by then is all that was sent before the release.
 */
@DisplayName("A gate whose thread is held by the task")
@Timeout(60)
class HeldGateTest {

    private static final BlockingQueue<CountDownLatch> HELD = new LinkedBlockingQueue<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Path("held")
    @RequestScoped
    public static class Held {

        @Inject
        BackgroundTasks tasks;

        @GET
        @Path("{kind}")
        public Object get(@PathParam("kind") String kind) {
            tasks.always().add(() -> {
                CountDownLatch latch = new CountDownLatch(1);
                HELD.add(latch);
                latch.await();
            });
            return switch (kind) {
                case "small" -> "small";
                case "medium" -> "0123456789".repeat(2_000);
                case "nothing" -> Response.noContent().build();
                case "not-modified" -> Response.notModified().build();
                case "accepted" -> Response.accepted().build();
                case "not-found" -> Response.status(404).build();
                case "exception" -> throw new WebApplicationException(409);
                case "unmapped" -> throw new IllegalStateException("on purpose");
                case "streamed" -> (StreamingOutput) out -> out.write("streamed".getBytes(StandardCharsets.US_ASCII));
                default -> throw new IllegalArgumentException(kind);
            };
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "GRIZZLY, GET, small, 200",
        "GRIZZLY, HEAD, small, 200",
        "GRIZZLY, GET, medium, 200",
        "GRIZZLY, GET, nothing, 204",
        "GRIZZLY, GET, not-modified, 304",
        "GRIZZLY, GET, accepted, 202",
        "GRIZZLY, GET, not-found, 404",
        "GRIZZLY, GET, exception, 409",
        "GRIZZLY, GET, unmapped, 500",
        "GRIZZLY, GET, streamed, 200",
        "JDK, GET, small, 200",
        "JDK, HEAD, small, 200",
        "JDK, GET, medium, 200",
        "JDK, GET, nothing, 204",
        "JDK, GET, not-modified, 304",
        "JDK, GET, accepted, 202",
        "JDK, GET, not-found, 404",
        "JDK, GET, exception, 409",
        "JDK, GET, unmapped, 500",
        "JDK, GET, streamed, 200",
    })
    @DisplayName("C-10 C-11 fires only when the client has the whole response")
    void clientHasEverything(EmbeddedHttpServer http, String method, String kind, int status) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (EmbeddedRuntime runtime = EmbeddedRuntime.builder()
                .resources(Held.class)
                .http(http)
                .threads(1)
                .queue(1)
                .start()) {
            ManagedExecutorService executor =
                    runtime.select(ManagedExecutorService.class).get();
            for (int i = 0; i < 2; i++) {
                executor.execute(() -> awaitUninterruptibly(busy));
            }
            HttpRequest request = HttpRequest.newBuilder(runtime.uri().resolve("held/" + kind))
                    .method(method, BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(20))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(status);
            CountDownLatch held = HELD.poll(20, TimeUnit.SECONDS);
            assertThat(held).isNotNull();
            held.countDown();
            busy.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
