package org.backgroundtasks.durable.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 The store of durable tasks")
@Timeout(120)
class StoreTest {

    @ApplicationScoped
    @Redelivery(firstDelay = 0)
    static class Handler implements TaskHandler<String> {

        private static final CompletableFuture<String> HANDLED = new CompletableFuture<>();

        @Inject
        TaskContext context;

        @Override
        public void handle(String payload) {
            if (context.attempt() == 1) {
                throw new IllegalStateException("the first attempt fails");
            }
            HANDLED.complete(payload + " at attempt " + context.attempt() + " of "
                    + context.caller().orElse("nobody"));
        }
    }

    @Path("tasks")
    public static class Tasks {

        @Inject
        DurableTasks durable;

        @GET
        public String add() {
            durable.named("a name").add(Handler.class, "payload");
            return "added";
        }

        @GET
        @Path("discarded")
        public Response discard() {
            DurableTasks keyed = durable.replacing("key");
            keyed.named("replaced").add(Handler.class, "");
            keyed.named("failed").add(Handler.class, "");
            durable.named("cancelled").add(Handler.class, "").cancel();
            return Response.status(Response.Status.CONFLICT).build();
        }
    }

    @ApplicationScoped
    static class Heard {

        private final Queue<String> events = new ConcurrentLinkedQueue<>();

        Queue<String> events() {
            return events;
        }

        void hear(@Observes TaskEvent event) {
            events.add(event.taskName()
                    + ' '
                    + event.type()
                    + event.reason().map(reason -> ": " + reason).orElse(""));
        }
    }

    @Test
    @DisplayName("is not asked for discarded tasks, which are reported as any others are")
    void discarded() throws Exception {
        configure(Map.of(MemoryStore.KEY, "true"));
        try (EmbeddedRuntime runtime = EmbeddedRuntime.builder()
                .resources(Tasks.class)
                .beanClasses(Handler.class, Heard.class)
                .start()) {
            HttpResponse<String> failed = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(runtime.uri() + "tasks/discarded"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(failed.statusCode()).isEqualTo(409);
            assertThat(runtime.select(Heard.class).get().events())
                    .containsExactly(
                            "replaced ADDED",
                            "replaced DISCARDED: replaced by a later task with the key 'key'",
                            "cancelled ADDED",
                            "cancelled DISCARDED: cancelled",
                            "failed ADDED",
                            "failed DISCARDED: the request failed");
        }
    }

    public static class AddAndHandle implements Callable<String> {
        @Override
        public String call() throws Exception {
            try (EmbeddedRuntime runtime = start()) {
                HttpResponse<String> added = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(runtime.uri() + "tasks"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                return added.body() + ", " + Handler.HANDLED.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static EmbeddedRuntime start() {
        return EmbeddedRuntime.builder()
                .resources(Tasks.class)
                .beanClasses(Handler.class)
                .start();
    }

    private void configure(Map<String, String> values) {
        values.forEach(System::setProperty);
    }

    @AfterEach
    void configureNothing() {
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("background-tasks.durable."))
                .forEach(System::clearProperty);
    }

    @Test
    @DisplayName("can be another one than a broker, and then there need be no Jakarta Messaging")
    void withoutMessaging() throws Exception {
        configure(Map.of(MemoryStore.KEY, "true"));
        try (WithoutMessaging classes = new WithoutMessaging()) {
            assertThat(classes.call(AddAndHandle.class)).isEqualTo("added, payload at attempt 2 of nobody");
        }
    }

    @Test
    @DisplayName("is the one that is configured by name, whatever else is there")
    void byName() throws Exception {
        configure(Map.of(
                DurableSettings.STORE, "memory", "background-tasks.durable.connection-factory", "jms/not-there"));
        try (EmbeddedRuntime runtime = start()) {
            assertThat(runtime.uri()).isNotNull();
        }
        configure(Map.of(DurableSettings.STORE, "broker", MemoryStore.KEY, "true"));
        assertThatThrownBy(StoreTest::start).hasStackTraceContaining("jms/not-there");
    }

    @Test
    @DisplayName("has to be configured by name where there are two, and the application is not deployed else")
    void ambiguous() {
        configure(Map.of(MemoryStore.KEY, "true", "background-tasks.durable.queue", "jms/tasks"));
        assertThatThrownBy(StoreTest::start)
                .hasStackTraceContaining("set background-tasks.durable.store to broker or memory");
    }

    @Test
    @DisplayName("has a name that is known, and the application is not deployed else")
    void unknownName() {
        configure(Map.of(DurableSettings.STORE, "database"));
        assertThatThrownBy(StoreTest::start)
                .hasStackTraceContaining("Configuration background-tasks.durable.store is 'database'")
                .hasStackTraceContaining("broker or memory")
                .hasStackTraceContaining("Add background-tasks-database");
    }
}
