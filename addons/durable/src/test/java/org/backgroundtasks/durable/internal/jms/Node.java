package org.backgroundtasks.durable.internal.jms;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** One node of an application on the embedded runtime, and a client for it. */
final class Node implements AutoCloseable {

    private final EmbeddedRuntime runtime;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts a node that sends, and has this many consumers. */
    Node(TestBroker broker, int consumers, Class<?> resource, Class<?>... beans) {
        this(broker.names(), consumers, resource, beans);
    }

    /** The same, by the names in JNDI that these classes bring. */
    Node(ClassLoader names, int consumers, Class<?> resource, Class<?>... beans) {
        System.setProperty(BrokerSettings.CONNECTION_FACTORY, "jms/broker");
        System.setProperty(BrokerSettings.QUEUE, "jms/tasks");
        System.setProperty(BrokerSettings.DEAD_LETTER_QUEUE, "jms/dead");
        System.setProperty(BrokerSettings.CONSUMERS, Integer.toString(consumers));
        try {
            runtime = EmbeddedRuntime.builder()
                    .classLoader(names)
                    .resources(resource)
                    .beanClasses(beans)
                    .start();
        } finally {
            System.clearProperty(BrokerSettings.CONNECTION_FACTORY);
            System.clearProperty(BrokerSettings.QUEUE);
            System.clearProperty(BrokerSettings.DEAD_LETTER_QUEUE);
            System.clearProperty(BrokerSettings.CONSUMERS);
        }
    }

    URI uri() {
        return runtime.uri();
    }

    <T> T get(Class<T> type) {
        return runtime.select(type).get();
    }

    HttpResponse<String> post(String path, String... headers) {
        return send("POST", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(runtime.uri() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    @Override
    public void close() {
        runtime.close();
    }
}
