package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.apache.activemq.broker.BrokerService;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("On ActiveMQ Classic, whose client knows no delivery delay, a durable task")
@Timeout(120)
@SuppressWarnings("try") // a node that receives has done its part
class WithoutDelayTest {

    static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 20, longestDelay = 30, unit = ChronoUnit.MILLIS)
    static class FailOnce implements TaskHandler<String> {

        @Inject
        TaskContext context;

        @Override
        public void handle(String text) throws IOException {
            SEEN.add(text + " at attempt " + context.attempt());
            if (context.attempt() == 1) {
                throw new IOException("not yet");
            }
        }
    }

    @Path("nothing")
    @ApplicationScoped
    public static class Nothing {
        @POST
        public void nothing() {}
    }

    @TempDir
    java.nio.file.Path directory;

    private BrokerService broker;
    private Logged logged;

    @BeforeEach
    void start() {
        SEEN.clear();
        logged = new Logged();
    }

    @AfterEach
    void stop() throws Exception {
        logged.close();
        broker.stop();
    }

    private Node receiver(boolean scheduler) throws Exception {
        broker = new BrokerService();
        broker.setBrokerName("classic");
        broker.setUseJmx(false);
        broker.setPersistent(scheduler);
        broker.setDataDirectory(directory.resolve("data").toString());
        broker.setSchedulerSupport(scheduler);
        String address = broker.addConnector("tcp://127.0.0.1:0").getPublishableConnectString();
        broker.start();
        Files.writeString(directory.resolve("jndi.properties"), """
                java.naming.factory.initial = org.apache.activemq.jndi.ActiveMQInitialContextFactory
                java.naming.provider.url = %s
                connectionFactoryNames = jms/broker
                queue.jms/tasks = tasks
                queue.jms/dead = tasks.dead
                """.formatted(address));
        return new Node(
                new URLClassLoader(
                        new URL[] {directory.toUri().toURL()},
                        Thread.currentThread().getContextClassLoader()),
                1,
                Nothing.class,
                FailOnce.class);
    }

    private static String seen() throws InterruptedException {
        String seen = SEEN.poll(60, TimeUnit.SECONDS);
        assertThat(seen).as("what a handler has seen").isNotNull();
        return seen;
    }

    @ParameterizedTest(name = "with its scheduler: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("C-52 is stored, and tried again")
    void retried(boolean scheduler) throws Exception {
        try (Node node = receiver(scheduler)) {
            node.get(DurableTasks.class).add(FailOnce.class, "x");
            assertThat(seen()).isEqualTo("x at attempt 1");
            assertThat(seen()).isEqualTo("x at attempt 2");
            assertThat(node.get(DurableTasksMonitor.class).retried()).isEqualTo(1);
            assertThat(logged.lines(Level.WARNING))
                    .anySatisfy(line -> assertThat(line.text()).contains("schedulerSupport"));
        }
    }

    @ParameterizedTest(name = "with its scheduler: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName("C-52 is not handled before its delay is over")
    void delayed(boolean scheduler) throws Exception {
        try (Node node = receiver(scheduler)) {
            Instant added = Instant.now();
            DurableTasks durable = node.get(DurableTasks.class);
            durable.delayed(Duration.ofMillis(2_500)).add(FailOnce.class, "later");
            durable.add(FailOnce.class, "now");
            assertThat(seen()).isEqualTo("now at attempt 1");
            String seen;
            do {
                seen = seen();
            } while (!seen.startsWith("later"));
            assertThat(seen).isEqualTo("later at attempt 1");
            assertThat(Duration.between(added, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(2_500));
        }
    }
}
