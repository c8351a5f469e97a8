package org.backgroundtasks.correlation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@DisplayName("Correlation")
@Timeout(60)
class CorrelationTest {

    private static final String CARRY = "background-tasks.carry";

    @AfterEach
    void configureNothing() {
        System.clearProperty(CARRY);
    }

    @ApplicationScoped
    public static class Seen {

        private final Queue<Map<String, String>> contexts = new ConcurrentLinkedQueue<>();

        List<Map<String, String>> contexts() {
            return List.copyOf(contexts);
        }

        void note() {
            contexts.add(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()));
        }
    }

    /** Sets a correlation id as a filter would, and clears it before the tasks run. */
    @Path("orders/{id}")
    @RequestScoped
    public static class Orders {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Seen seen;

        @POST
        public Response order(@PathParam("id") String id) {
            MDC.put("request", id);
            tasks.add(() -> {
                seen.note();
                MDC.put("task's own", "left behind");
            });
            MDC.remove("request");
            tasks.add(seen::note);
            return Response.accepted().build();
        }

        @Path("failing")
        @POST
        public void failing(@PathParam("id") String id) {
            MDC.put("request", id);
            try {
                tasks.add(() -> {
                    seen.note();
                    throw new IllegalStateException("on purpose");
                });
                tasks.add(seen::note);
            } finally {
                MDC.clear();
            }
        }
    }

    private static EmbeddedRuntime start() {
        return EmbeddedRuntime.builder()
                .resources(Orders.class)
                .beanClasses(Seen.class)
                .threads(1)
                .start();
    }

    private static List<Map<String, String>> contextsAfter(EmbeddedRuntime server, String path) throws Exception {
        URI uri = server.uri().resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(request, BodyHandlers.discarding());
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(10)))
                .isTrue();
        return server.select(Seen.class).get().contexts();
    }

    @Test
    @DisplayName("C-25 the diagnostic context of the add is there in the task, and in no other")
    void carries() throws Exception {
        System.setProperty(CARRY, "mdc");
        try (EmbeddedRuntime server = start()) {
            assertThat(contextsAfter(server, "orders/7")).containsExactly(Map.of("request", "7"), Map.of());
        }
    }

    @Test
    @DisplayName(
            "C-26 neither the carried context nor what a task puts into it stays on the thread, also after a failure")
    void leavesNothing() throws Exception {
        System.setProperty(CARRY, "mdc");
        try (EmbeddedRuntime server = start()) {
            contextsAfter(server, "orders/7");
            contextsAfter(server, "orders/8/failing");
            CountDownLatch noted = new CountDownLatch(1);
            Seen seen = server.select(Seen.class).get();
            server.select(jakarta.enterprise.concurrent.ManagedExecutorService.class)
                    .get()
                    .execute(() -> {
                        seen.note();
                        noted.countDown();
                    });
            noted.await();
            assertThat(seen.contexts())
                    .containsExactly(
                            Map.of("request", "7"), Map.of(), Map.of("request", "8"), Map.of("request", "8"), Map.of());
        }
    }

    @Test
    @DisplayName("C-25 nothing is carried unless it is configured")
    void off() throws Exception {
        try (EmbeddedRuntime server = start()) {
            assertThat(contextsAfter(server, "orders/7").get(0)).isEmpty();
        }
    }

    @Test
    @DisplayName("a context that is not there to carry fails the deployment, with a message that names the choices")
    void unknown() {
        System.setProperty(CARRY, "thread-locals");
        assertThatThrownBy(CorrelationTest::start)
                .hasStackTraceContaining("Configuration background-tasks.carry is 'thread-locals', but must be mdc.");
    }

    @Test
    @DisplayName("finds no context where a class loader has none")
    void notThere() {
        assertThat(DiagnosticContext.find(ClassLoader.getPlatformClassLoader())).isEmpty();
        assertThat(DiagnosticContext.find(MDC.class.getClassLoader())).isNotEmpty();
    }
}
