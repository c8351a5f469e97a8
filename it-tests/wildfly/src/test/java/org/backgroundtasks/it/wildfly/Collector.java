package org.backgroundtasks.it.wildfly;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** Takes what a server exports by the OpenTelemetry protocol over HTTP. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, CompletableFuture<Span>> spans = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Metric>> metrics = new ConcurrentHashMap<>();

    Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/traces", exchange -> receive(exchange, this::spans));
        server.createContext("/v1/metrics", exchange -> receive(exchange, this::metrics));
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The first span of this name, now or later. */
    CompletableFuture<Span> span(String name) {
        return spans.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }

    /** The first report of this metric, now or later. */
    CompletableFuture<Metric> metric(String name) {
        return metrics.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }

    private interface Reader {
        void read(InputStream body) throws InvalidProtocolBufferException, IOException;
    }

    private static void receive(HttpExchange exchange, Reader reader) throws IOException {
        try (exchange) {
            boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = exchange.getRequestBody();
            reader.read(compressed ? new GZIPInputStream(body) : body);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void spans(InputStream body) throws IOException {
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> span(span.getName()).complete(span));
    }

    private void metrics(InputStream body) throws IOException {
        ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .forEach(metric -> metric(metric.getName()).complete(metric));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
