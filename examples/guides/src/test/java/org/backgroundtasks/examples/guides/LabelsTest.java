package org.backgroundtasks.examples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("An executor of two threads that an administrator has created")
class LabelsTest {

    private static final int THREADS = 2;
    private static final int LABELS = 6;

    private final CountDownLatch bothPrinting = new CountDownLatch(THREADS);
    private final CountDownLatch paper = new CountDownLatch(1);
    private final AtomicInteger printing = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger printed = new AtomicInteger();
    private final ExecutorService trays = Executors.newCachedThreadPool();
    private final ManagedExecutors administered = new ManagedExecutors(THREADS, 1_000, false, Duration.ofSeconds(5));
    private HttpServer printer;
    private EmbeddedRuntime server;

    @BeforeEach
    void start() throws Exception {
        printer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        printer.setExecutor(trays);
        printer.createContext("/", exchange -> {
            most.accumulateAndGet(printing.incrementAndGet(), Math::max);
            bothPrinting.countDown();
            try {
                paper.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            printing.decrementAndGet();
            printed.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        printer.start();
        System.setProperty("printer", "http://localhost:" + printer.getAddress().getPort() + "/");
        AdministeredNames.BOUND.put("concurrent/printer", administered.executor());
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, AdministeredNames.class.getName());
        server = EmbeddedRuntime.builder()
                .resources(LabelResource.class)
                .beanClasses(LabelPrinter.class)
                .start();
    }

    @AfterEach
    void stop() {
        paper.countDown();
        server.close();
        administered.close();
        printer.stop(0);
        trays.shutdownNow();
        AdministeredNames.BOUND.clear();
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        System.clearProperty("printer");
    }

    @Test
    @DisplayName("C-20 limits how many tasks of all requests run at a time, and loses none")
    void limits() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < LABELS; i++) {
            HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("labels/" + i))
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        }
        bothPrinting.await();
        assertThat(monitor().waiting()).isEqualTo(LABELS - THREADS);

        paper.countDown();
        assertThat(monitor().awaitIdle(Duration.ofSeconds(50))).isTrue();
        assertThat(printed).hasValue(LABELS);
        assertThat(most).hasValue(THREADS);
        assertThat(monitor().failed()).isZero();
    }

    private BackgroundTasksMonitor monitor() {
        return server.select(BackgroundTasksMonitor.class).get();
    }
}
