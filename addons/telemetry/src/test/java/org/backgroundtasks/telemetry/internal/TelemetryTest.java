package org.backgroundtasks.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.testing.TestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Telemetry")
@Timeout(60)
class TelemetryTest {

    private static InMemorySpanExporter spans;
    private static InMemoryMetricReader metrics;
    private static Consumer<BackgroundTasks> action;

    @RegisterExtension
    final TestTasks tasks = TestTasks.awaited().lenient();

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private OpenTelemetrySdk sdk;
    private EmbeddedRuntime server;

    /** The application's OpenTelemetry, as a server would have it. */
    @ApplicationScoped
    static class Producer {

        private static OpenTelemetry current;

        @Produces
        OpenTelemetry telemetry() {
            if (current == null) {
                throw new IllegalStateException("OpenTelemetry is out of order");
            }
            return current;
        }
    }

    /** Does what the test says in a request with a span and baggage. */
    @Path("request")
    public static class Resource {

        @Inject
        BackgroundTasks tasks;

        @Inject
        OpenTelemetry telemetry;

        @POST
        public void handle() {
            Span span = telemetry.getTracer("test").spanBuilder("request").startSpan();
            try (Scope spanScope = span.makeCurrent();
                    Scope baggage =
                            Baggage.builder().put("tenant", "acme").build().makeCurrent()) {
                assertThat(baggage).isNotEqualTo(spanScope);
                action.accept(tasks);
            } finally {
                span.end();
            }
        }
    }

    /** Handles what is durable. */
    @ApplicationScoped
    static class Handler implements TaskHandler<String> {
        @Override
        public void handle(String payload) {}
    }

    @BeforeEach
    void start() {
        spans = InMemorySpanExporter.create();
        metrics = InMemoryMetricReader.create();
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .build();
        Producer.current = sdk;
        server = EmbeddedRuntime.builder()
                .resources(Resource.class)
                .beanClasses(Producer.class, Handler.class)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        sdk.close();
    }

    private void request(Consumer<BackgroundTasks> adding) throws Exception {
        send(adding);
        tasks.awaitIdle();
    }

    private void send(Consumer<BackgroundTasks> adding) throws Exception {
        action = adding;
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("request"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }

    private static SpanData span(String name) {
        List<SpanData> found = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    @DisplayName("C-43 a task has a span in a trace of its own, linked to the request's")
    void linked() throws Exception {
        request(added -> added.named("mail").add(() -> {}));
        SpanData task = span("mail");
        SpanContext request = span("request").getSpanContext();
        assertThat(task.getParentSpanContext().isValid()).isFalse();
        assertThat(task.getTraceId()).isNotEqualTo(request.getTraceId());
        assertThat(task.getLinks()).extracting(LinkData::getSpanContext).containsExactly(request);
        assertThat(task.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(task.getAttributes().asMap())
                .isEqualTo(Attributes.of(Instruments.TASK_ID, "1", Instruments.OUTCOME, "succeeded")
                        .asMap());
    }

    @Test
    @DisplayName("C-43 an attempt at a durable task has a span linked to that of the request which added it")
    void durable() throws Exception {
        request(added ->
                CDI.current().select(DurableTasks.class).get().named("receipt").add(Handler.class, "7"));
        SpanContext request = span("request").getSpanContext();
        assertThat(span("receipt").getTraceId()).isNotEqualTo(request.getTraceId());
        assertThat(span("receipt").getLinks()).hasSize(1).first().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(request.getTraceId());
            assertThat(link.getSpanContext().getSpanId()).isEqualTo(request.getSpanId());
        });
    }

    @Test
    @DisplayName(
            "C-43 spans that a task's function makes are children of the task's, and the next task does not see it")
    void current() throws Exception {
        Tracer tracer = sdk.getTracer("test");
        request(added -> {
            added.named("mail").add(() -> tracer.spanBuilder("smtp").startSpan().end());
            added.named("audit").add(() -> tracer.spanBuilder("sql").startSpan().end());
        });
        assertThat(span("smtp").getParentSpanContext()).isEqualTo(span("mail").getSpanContext());
        assertThat(span("sql").getParentSpanContext()).isEqualTo(span("audit").getSpanContext());
    }

    @Test
    @DisplayName("C-43 the thread has no span any more when the task has returned")
    void leavesNothing() throws Exception {
        server.close();
        server = EmbeddedRuntime.builder()
                .resources(Resource.class)
                .beanClasses(Producer.class)
                .threads(1)
                .start();
        request(added -> added.named("mail").add(() -> {}));
        CountDownLatch looked = new CountDownLatch(1);
        server.select(ManagedExecutorService.class).get().execute(() -> {
            journal.add("valid " + Span.current().getSpanContext().isValid() + ", baggage "
                    + Baggage.current().size());
            looked.countDown();
        });
        looked.await();
        assertThat(journal).containsExactly("valid false, baggage 0");
    }

    @Test
    @DisplayName("C-43 the baggage of the request is there in the task")
    void baggage() throws Exception {
        request(added -> added.add(() -> journal.add(Baggage.current().getEntryValue("tenant"))));
        assertThat(journal).containsExactly("acme");
    }

    @Test
    @DisplayName("C-43 a follow-up task is linked to the task that added it")
    void followUp() throws Exception {
        request(added -> added.named("first")
                .add(() -> server.select(BackgroundTasks.class)
                        .get()
                        .named("second")
                        .add(() -> {})));
        assertThat(span("second").getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactly(span("first").getSpanContext());
    }

    @Test
    @DisplayName("C-43 a failed task's span says so, with the cause")
    void failure() throws Exception {
        request(added -> added.named("bad").add(() -> {
            throw new IllegalStateException("a fault");
        }));
        SpanData task = span("bad");
        assertThat(task.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(task.getAttributes().get(Instruments.OUTCOME)).isEqualTo("failed");
        assertThat(task.getAttributes().get(Instruments.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(task.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getAttributes().asMap().values())
                        .contains("a fault", "java.lang.IllegalStateException"));
    }

    @Test
    @DisplayName("C-43 a cause that cannot be printed costs neither the span nor the next task")
    void hostileCause() throws Exception {
        class Hostile extends RuntimeException {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }
        request(added -> {
            added.named("bad").add(() -> {
                throw new Hostile();
            });
            added.add(() -> journal.add("next"));
        });
        assertThat(span("bad").getAttributes().get(Instruments.ERROR_TYPE)).endsWith("Hostile");
        assertThat(journal).containsExactly("next");
    }

    @Test
    @DisplayName("C-43 a task that timed out says so")
    void timeout() throws Exception {
        request(added -> added.named("slow").timeout(Duration.ofMillis(1)).add(() -> new CountDownLatch(1).await()));
        assertThat(span("slow").getAttributes().get(Instruments.OUTCOME)).isEqualTo("timed_out");
    }

    @Test
    @DisplayName("C-43 the span of an asynchronous task ends with its stage")
    void stage() throws Exception {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        send(added -> {
            added.named("download").addAsync(() -> {
                waiting.countDown();
                return stage;
            });
        });
        waiting.await();
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).doesNotContain("download");
        stage.complete(null);
        tasks.awaitIdle();
        span("download");
    }

    @Test
    @DisplayName("C-43 a task that does not run has no span")
    void discarded() throws Exception {
        request(added -> added.named("not wanted").onError().add(() -> {}));
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("request");
    }

    @Test
    @DisplayName("C-43 tasks are counted by their outcome, and timed")
    void figures() throws Exception {
        request(added -> {
            added.add(() -> {});
            added.add(() -> {});
            added.add(() -> {
                throw new IllegalStateException("a fault");
            });
            added.onError().add(() -> {});
        });
        Map<String, MetricData> all = metrics();
        assertThat(all.get("background_tasks.tasks").getLongSumData().getPoints())
                .extracting(LongPointData::getAttributes, LongPointData::getValue)
                .containsExactlyInAnyOrder(
                        tuple(Attributes.of(Instruments.OUTCOME, "succeeded"), 2L),
                        tuple(
                                Attributes.of(
                                        Instruments.OUTCOME,
                                        "failed",
                                        Instruments.ERROR_TYPE,
                                        "java.lang.IllegalStateException"),
                                1L),
                        tuple(Attributes.of(Instruments.OUTCOME, "discarded"), 1L));
        assertThat(all.get("background_tasks.run.duration").getUnit()).isEqualTo("s");
        assertThat(all.get("background_tasks.run.duration").getHistogramData().getPoints())
                .extracting(HistogramPointData::getCount)
                .containsExactlyInAnyOrder(2L, 1L);
        assertThat(all.get("background_tasks.wait.duration").getHistogramData().getPoints())
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.getCount()).isEqualTo(3);
                    assertThat(point.getMin()).isPositive().isLessThan(60);
                });
    }

    @Test
    @DisplayName("C-43 tasks that wait and run now are counted, until the application is gone")
    void gauges() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        send(added -> {
            added.add(() -> {
                running.countDown();
                goOn.await();
            });
            added.add(() -> {});
            added.add(() -> {});
        });
        running.await();
        assertThat(now()).containsExactlyInAnyOrderEntriesOf(Map.of("running", 1L, "waiting", 2L));
        goOn.countDown();
        tasks.awaitIdle();
        assertThat(now()).containsExactlyInAnyOrderEntriesOf(Map.of("running", 0L, "waiting", 0L));
        server.close();
        assertThat(metrics()).doesNotContainKey("background_tasks.count");
    }

    private void restart(Class<?>... beans) {
        server.close();
        server = EmbeddedRuntime.builder()
                .resources(Plain.class)
                .beanClasses(beans)
                .start();
    }

    /** Knows nothing of OpenTelemetry. */
    @Path("request")
    public static class Plain {

        @Inject
        BackgroundTasks tasks;

        @POST
        public void handle() {
            action.accept(tasks);
        }
    }

    @Test
    @DisplayName("C-43 without a bean, the global OpenTelemetry is used; without a request's span, there is no link")
    void global() throws Exception {
        restart();
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(sdk);
        try {
            request(added -> added.named("mail").add(() -> {}));
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }
        assertThat(span("mail").getLinks()).isEmpty();
    }

    @Test
    @DisplayName("C-43 an OpenTelemetry that fails costs no task")
    void outOfOrder() throws Exception {
        restart(Producer.class);
        Producer.current = null;
        request(added -> added.add(() -> journal.add("run")));
        assertThat(journal).containsExactly("run");
    }

    private static Map<String, MetricData> metrics() {
        return metrics.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, data -> data));
    }

    private static Map<String, Long> now() {
        return metrics().get("background_tasks.count").getLongSumData().getPoints().stream()
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(Instruments.STATE), LongPointData::getValue));
    }
}
