package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
class WebhooksTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.awaited();

    @Inject
    ShipmentResource shipments;

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer subscriber;

    @BeforeEach
    void start() throws IOException {
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        subscriber.stop(0);
    }

    private URI failingUntil(int call) {
        subscriber.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(calls.incrementAndGet() < call ? 503 : 204, -1);
            exchange.close();
        });
        subscriber.start();
        return URI.create("http://localhost:" + subscriber.getAddress().getPort() + "/");
    }

    @Test
    void a_subscriber_that_is_down_for_a_moment_is_called_again() throws Exception {
        URI uri = failingUntil(3);

        tasks.inRequest(() -> shipments.ship(uri));

        tasks.awaitIdle();
        assertEquals(3, calls.get());
    }

    @Test
    void the_task_fails_after_the_fifth_attempt() throws Exception {
        URI uri = failingUntil(100);

        tasks.inRequest(() -> shipments.ship(uri));

        tasks.awaitIdle();
        IOException failure = tasks.assertAdded("webhook").assertFailed(IOException.class);
        assertEquals("The receiver answered 503", failure.getMessage());
        assertEquals(5, calls.get());
    }
}
