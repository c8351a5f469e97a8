package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.testing.StoredTestTask;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
@AddBeanClasses(CallWebhook.class)
class CallWebhookTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.inVirtualTime();

    @Inject
    DurableTasks durable;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer subscriber;

    @BeforeEach
    void start() throws IOException {
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        subscriber.stop(0);
    }

    /** Ships an order, of which the subscriber hears and gives these answers. */
    private StoredTestTask<Shipped> shipped(String... answers) {
        Queue<String> next = new ArrayDeque<>(List.of(answers));
        subscriber.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.getRequestBody().readAllBytes();
            String[] answer = next.remove().split(" ", -1);
            if (answer.length > 1) {
                exchange.getResponseHeaders().add("Retry-After", answer[1]);
            }
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), -1);
            exchange.close();
        });
        subscriber.start();
        durable.add(CallWebhook.class, new Shipped("e-1", "7", url()));
        return tasks.assertStored(CallWebhook.class);
    }

    private String url() {
        return "http://localhost:" + subscriber.getAddress().getPort() + "/";
    }

    @Test
    void a_busy_subscriber_is_called_again_when_it_asks_for() {
        StoredTestTask<Shipped> call = shipped("503 120", "204");
        assertEquals(Optional.of(Duration.ofMinutes(2)), call.untilNextAttempt());

        tasks.time().advance(Duration.ofMinutes(2));
        assertEquals(List.of("e-1", "e-1"), received);
        assertEquals(Optional.empty(), call.untilNextAttempt());
    }

    @Test
    void a_subscriber_that_fails_is_called_again_after_growing_delays() {
        StoredTestTask<Shipped> call = shipped("500", "502", "204");
        Duration first = call.untilNextAttempt().orElseThrow();
        tasks.time().advance(first);
        Duration second = call.untilNextAttempt().orElseThrow();
        assertTrue(second.compareTo(first) > 0, first + " and then " + second);

        tasks.time().advance(second);
        assertEquals(3, call.attempts());
    }

    @Test
    void a_subscriber_cannot_ask_for_years() {
        assertEquals(Optional.of(Duration.ofHours(3)), shipped("429 999999999").untilNextAttempt());
    }

    @Test
    void a_subscriber_that_is_gone_is_called_once() {
        assertInstanceOf(GiveUp.class, shipped("410").failure());
    }
}
