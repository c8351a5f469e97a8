package org.backgroundtasks.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.Link;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Telemetry with WildFly's own OpenTelemetry, as seen by a collector. */
@Tag("telemetry")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Telemetry on WildFly")
class TelemetryIT {

    private static final Collector collector = new Collector();

    @ArquillianResource
    private URI application;

    @AfterAll
    static void stop() {
        collector.close();
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("telemetry", Mails.class)
                .addAsLibraries(Archives.addon("telemetry"))
                .addAsResource(
                        new StringAsset("""
                                otel.sdk.disabled=false
                                otel.exporter.otlp.protocol=http/protobuf
                                otel.exporter.otlp.endpoint=%s
                                otel.bsp.schedule.delay=100
                                otel.metric.export.interval=500
                                """.formatted(collector.endpoint())),
                        "META-INF/microprofile-config.properties");
    }

    /** Adds a task that makes a span of its own. */
    @Path("mails")
    public static class Mails {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Tracer tracer;

        @POST
        public void send() {
            tasks.named("mail")
                    .add(() -> tracer.spanBuilder("smtp")
                            .setAttribute(
                                    "tenant", String.valueOf(Baggage.current().getEntryValue("tenant")))
                            .startSpan()
                            .end());
        }
    }

    private static <T> T received(CompletableFuture<T> awaited) throws Exception {
        return awaited.get(60, TimeUnit.SECONDS);
    }

    @Test
    @Promise("C-43")
    @Holds("a task's span is linked to the request's, the parent of what the task makes, and its metrics are exported")
    void exported() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(application.resolve(Api.PATH + "/mails"))
                .header("baggage", "tenant=acme")
                .POST(BodyPublishers.noBody())
                .build();
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);

        Span server = received(collector.span("POST /telemetry" + '/' + Api.PATH + "/mails"));
        Span task = received(collector.span("mail"));
        Span smtp = received(collector.span("smtp"));
        assertThat(server.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(task.getLinksList()).extracting(Link::getSpanId).containsExactly(server.getSpanId());
        assertThat(task.getLinksList()).extracting(Link::getTraceId).containsExactly(server.getTraceId());
        assertThat(task.getParentSpanId().isEmpty()).isTrue();
        assertThat(task.getTraceId()).isNotEqualTo(server.getTraceId());
        assertThat(smtp.getParentSpanId()).isEqualTo(task.getSpanId());
        assertThat(smtp.getAttributesList())
                .anySatisfy(attribute ->
                        assertThat(attribute.getValue().getStringValue()).isEqualTo("acme"));

        Metric tasks = received(collector.metric("background_tasks.tasks"));
        assertThat(tasks.getSum().getDataPoints(0).getAsInt()).isEqualTo(1);
    }
}
