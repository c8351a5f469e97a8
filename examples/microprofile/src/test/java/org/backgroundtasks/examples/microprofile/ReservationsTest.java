package org.backgroundtasks.examples.microprofile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.inject.ConfigExtension;
import io.smallrye.faulttolerance.FaultToleranceExtension;
import io.smallrye.faulttolerance.metrics.MetricsIntegration;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableWeld
@Timeout(60)
@DisplayName("A task whose bean has @Retry")
class ReservationsTest {

    @RegisterExtension
    final TestTasks tasks = TestTasks.immediate();

    @WeldSetup
    final WeldInitiator weld = WeldInitiator.of(WeldInitiator.createWeld()
            .addExtensions(TestTasks.extensions())
            .addExtensions(new ConfigExtension(), new FaultToleranceExtension(MetricsIntegration.NOOP))
            .addBeanClasses(ReservationResource.class, Warehouse.class));

    @Inject
    ReservationResource reservations;

    private final List<String> reserved = new CopyOnWriteArrayList<>();
    private HttpServer warehouse;

    @BeforeEach
    void start() throws IOException {
        warehouse = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        System.setProperty(
                "warehouse", "http://localhost:" + warehouse.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        warehouse.stop(0);
        System.clearProperty("warehouse");
    }

    private void reserveWhere(int busyTimes) throws Exception {
        warehouse.createContext("/", exchange -> {
            reserved.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(reserved.size() > busyTimes ? 204 : 503, -1);
            exchange.close();
        });
        warehouse.start();
        tasks.inRequest(() -> reservations.reserve("globe"));
    }

    @Test
    @DisplayName("C-23 is one success if an attempt succeeds at last")
    void succeedsAtLast() throws Exception {
        reserveWhere(2);
        assertThat(reserved).containsExactly("globe", "globe", "globe");
        assertThat(tasks.assertAdded("reserve").failure()).isNull();
    }

    @Test
    @DisplayName("C-23 is one failure if all attempts fail")
    void fails() throws Exception {
        reserveWhere(Integer.MAX_VALUE);
        assertThat(reserved).hasSize(4);
        tasks.assertAdded("reserve").assertFailed(IOException.class);
    }
}
