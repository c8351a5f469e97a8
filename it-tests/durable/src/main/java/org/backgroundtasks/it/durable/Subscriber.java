package org.backgroundtasks.it.durable;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber of webhooks in the JVM of the case. */
final class Subscriber implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final HttpServer server;
    private final Queue<String> answers;
    private final BlockingQueue<String> posts = new LinkedBlockingQueue<>();

    /** Gives these answers: a status, and the value of {@code Retry-After} if there is one. */
    Subscriber(String... answers) throws IOException {
        this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String answer = answers.poll();
            posts.add(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                    + ' '
                    + body);
            String[] parts = (answer == null ? "500" : answer).split(" ", -1);
            if (parts.length > 1) {
                exchange.getResponseHeaders().add("Retry-After", parts[1]);
            }
            exchange.sendResponseHeaders(Integer.parseInt(parts[0]), -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The next one: its method, id and body; null if none comes. */
    @Nullable
    String nextPost() throws InterruptedException {
        return posts.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Those that came and were not {@linkplain #nextPost asked for}. */
    List<String> furtherPosts() {
        return List.copyOf(posts);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
