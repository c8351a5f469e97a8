package org.backgroundtasks.database.internal.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** One node of an application on the embedded runtime, and a client for it. */
final class Node implements AutoCloseable {

    /** As an application would. */
    @ApplicationScoped
    public static class Source {

        private static volatile DataSource current;

        static void use(DataSource source) {
            current = source;
        }

        @Produces
        DataSource source() {
            return current;
        }
    }

    static final Map<String, String> QUICK = Map.of(
            "background-tasks.durable.create-table", "true",
            "background-tasks.durable.poll-interval", "0.05s",
            "background-tasks.durable.heartbeat", "0.2s",
            "background-tasks.durable.consumers", "4");

    private final EmbeddedRuntime runtime;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts a node that stores and handles. */
    Node(TestDatabase database, Class<?> resource, Class<?>... beans) {
        this(database.source(), QUICK, resource, beans);
    }

    /** One that stores only. */
    static Node storing(TestDatabase database, Class<?> resource, Class<?>... beans) {
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.put("background-tasks.durable.consumers", "0");
        return new Node(database.source(), settings, resource, beans);
    }

    Node(DataSource source, Map<String, String> settings, Class<?> resource, Class<?>... beans) {
        Set<Class<?>> all = new LinkedHashSet<>(List.of(beans));
        all.add(Source.class);
        Source.use(source);
        settings.forEach(System::setProperty);
        try {
            runtime = EmbeddedRuntime.builder()
                    .resources(resource)
                    .beanClasses(all.toArray(Class<?>[]::new))
                    .start();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    URI uri() {
        return runtime.uri();
    }

    <T> T get(Class<T> type) {
        return runtime.select(type).get();
    }

    HttpResponse<String> post(String path) {
        return send("POST", path);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path);
    }

    /** The data of server-sent events, as they come. */
    Iterator<String> follow(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runtime.uri() + path))
                .header("Accept", "text/event-stream")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("data:"))
                .iterator();
    }

    private HttpResponse<String> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runtime.uri() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
