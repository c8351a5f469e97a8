package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.RetryAfter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShipOrderTest {

    private static final OrderPaid ORDER = new OrderPaid("7", "a@example.invalid");

    private final ShipOrder handler = new ShipOrder();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private HttpServer shipper;

    @BeforeEach
    void start() throws IOException {
        shipper = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        System.setProperty("shipper", "http://localhost:" + shipper.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        shipper.stop(0);
        System.clearProperty("shipper");
    }

    private void answering(int status) {
        shipper.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        shipper.start();
    }

    @Test
    void an_order_is_passed_on_with_its_number_as_the_key() {
        answering(204);

        assertDoesNotThrow(() -> handler.handle(ORDER));

        assertEquals(List.of("7"), keys);
    }

    @Test
    void a_busy_shipper_is_called_again_after_a_minute() {
        answering(503);

        RetryAfter later = assertThrows(RetryAfter.class, () -> handler.handle(ORDER));

        assertEquals(Duration.ofMinutes(1), later.delay());
    }

    @Test
    void an_order_that_the_shipper_refuses_is_not_tried_again() {
        answering(422);

        assertThrows(GiveUp.class, () -> handler.handle(ORDER));
    }

    @Test
    void any_other_failure_is_tried_again_after_the_usual_delay() {
        answering(500);

        assertThrows(IOException.class, () -> handler.handle(ORDER));
    }
}
