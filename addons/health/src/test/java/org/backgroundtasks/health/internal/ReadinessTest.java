package org.backgroundtasks.health.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Readiness")
@Timeout(60)
class ReadinessTest {

    private static final String DOWN_AT = "background-tasks.health.down-at-percent";
    private static final String MAX_PENDING = "background-tasks.max-pending";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    @AfterEach
    void configureNothing() {
        System.clearProperty(DOWN_AT);
        System.clearProperty(MAX_PENDING);
    }

    @ApplicationScoped
    public static class Gate {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        void pass() throws InterruptedException {
            started.countDown();
            open.await();
        }

        void awaitStart() throws InterruptedException {
            started.await();
        }

        void open() {
            open.countDown();
        }
    }

    @Path("orders")
    @RequestScoped
    public static class Orders {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Gate gate;

        @POST
        public void order() {
            tasks.add(gate::pass);
        }
    }

    /** What MicroProfile Health answers with where a server has it. */
    @Path("ready")
    @RequestScoped
    public static class Ready {

        @Inject
        @Readiness
        HealthCheck check;

        @GET
        public Response ready() {
            HealthCheckResponse answer = check.call();
            return Response.status(answer.getStatus() == Status.UP ? 200 : 503)
                    .entity(answer.getData().orElseThrow().toString())
                    .build();
        }
    }

    private static EmbeddedRuntime start() {
        return EmbeddedRuntime.builder()
                .resources(Orders.class, Ready.class)
                .beanClasses(Gate.class)
                .threads(1)
                .start();
    }

    private static HealthCheckResponse asked(EmbeddedRuntime server) {
        return server.select(HealthCheck.class, Readiness.Literal.INSTANCE)
                .get()
                .call();
    }

    private static int order(EmbeddedRuntime server) throws Exception {
        URI uri = server.uri().resolve("orders");
        return CLIENT.send(
                        HttpRequest.newBuilder(uri)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean isReady(EmbeddedRuntime server) throws Exception {
        URI uri = server.uri().resolve("ready");
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    @Test
    @DisplayName("C-47 an application that accepts tasks is UP, and shows its figures")
    void up() {
        try (EmbeddedRuntime server = start()) {
            HealthCheckResponse answer = asked(server);
            assertThat(answer.getName()).isEqualTo("background-tasks");
            assertThat(answer.getStatus()).isEqualTo(Status.UP);
            assertThat(answer.getData().orElseThrow())
                    .containsEntry("state", "accepting")
                    .containsEntry("waiting", 0L)
                    .containsEntry("running", 0L)
                    .containsEntry("max-pending", 100_000L);
        }
    }

    @Test
    @DisplayName("C-47 an application that drains is DOWN")
    void draining() throws Exception {
        EmbeddedRuntime server = start();
        HealthCheck check =
                server.select(HealthCheck.class, Readiness.Literal.INSTANCE).get();
        Gate gate = server.select(Gate.class).get();
        order(server);
        gate.awaitStart();
        Thread stop = new Thread(server::close);
        stop.start();
        HealthCheckResponse answer = check.call();
        while (answer.getStatus() == Status.UP) {
            Thread.onSpinWait();
            answer = check.call();
        }
        assertThat(answer.getData().orElseThrow())
                .containsEntry("state", "draining")
                .containsEntry("running", 1L);
        gate.open();
        stop.join();
    }

    @Test
    @DisplayName("C-47 a saturated application stays UP unless it is configured otherwise")
    void saturatedAndUp() throws Exception {
        System.setProperty(MAX_PENDING, "1");
        try (EmbeddedRuntime server = start()) {
            order(server);
            server.select(Gate.class).get().awaitStart();
            order(server);
            assertThat(asked(server).getStatus()).isEqualTo(Status.UP);
            server.select(Gate.class).get().open();
        }
    }

    @Test
    @DisplayName(
            "C-47 a load balancer sends nothing more to a saturated node, no node refuses, and the node comes back")
    void loadBalancer() throws Exception {
        System.setProperty(MAX_PENDING, "4");
        System.setProperty(DOWN_AT, "50");
        try (EmbeddedRuntime first = start();
                EmbeddedRuntime second = start()) {
            int[] sent = new int[2];
            for (int i = 0; i < 5; i++) {
                EmbeddedRuntime chosen = isReady(first) ? first : second;
                assertThat(order(chosen)).isEqualTo(204);
                sent[chosen == first ? 0 : 1]++;
                chosen.select(Gate.class).get().awaitStart();
            }
            assertThat(sent)
                    .as("one running and two of four waiting on the first")
                    .containsExactly(3, 2);
            assertThat(asked(first).getData().orElseThrow()).containsEntry("state", "saturated");
            first.select(Gate.class).get().open();
            second.select(Gate.class).get().open();
            for (EmbeddedRuntime server : new EmbeddedRuntime[] {first, second}) {
                BackgroundTasksMonitor monitor =
                        server.select(BackgroundTasksMonitor.class).get();
                assertThat(monitor.awaitIdle(Duration.ofSeconds(10))).isTrue();
                assertThat(monitor.refused()).isZero();
            }
            assertThat(isReady(first)).isTrue();
        }
    }

    @Test
    @DisplayName("C-47 a share that is none fails the deployment, and the message names the key")
    void nonsense() {
        System.setProperty(DOWN_AT, "120");
        assertThatThrownBy(ReadinessTest::start)
                .hasStackTraceContaining("Configuration background-tasks.health.down-at-percent is '120', but must be a"
                        + " whole number from 1 to 100.");
    }
}
