package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import javax.management.ObjectName;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.Formerly;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.RetryAfter;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C-55 The handler of a durable task")
@Timeout(120)
@SuppressWarnings("try") // a node that receives has done its part
class FailingTest {

    static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    abstract static class Handler implements TaskHandler<String> {

        @Inject
        TaskContext context;

        void see(String text) {
            SEEN.add(text + " at attempt " + context.attempt());
        }
    }

    @ApplicationScoped
    @Redelivery(firstDelay = 0)
    static class GivesUp extends Handler {
        @Override
        public void handle(String text) {
            see(text);
            throw new IllegalStateException("wrapped", new GiveUp("no such order"));
        }
    }

    @ApplicationScoped
    @Redelivery(firstDelay = 0, giveUpOn = IOException.class)
    static class GivesUpOnAnException extends Handler {
        @Override
        public void handle(String text) throws Exception {
            see(text);
            throw new FileNotFoundException("no such file");
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 3_600, longestDelay = 3_600)
    static class SaysWhen extends Handler {
        @Override
        public void handle(String text) {
            see(text);
            throw new RetryAfter(Duration.ofMillis(10));
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 0, longestDelay = 0, attemptTimeout = 200, unit = ChronoUnit.MILLIS)
    static class Hangs extends Handler {
        @Override
        public void handle(String text) throws InterruptedException {
            see(text);
            new CountDownLatch(1).await();
        }
    }

    @ApplicationScoped
    @Redelivery(attemptTimeout = 3_600)
    static class InTime extends Handler {
        @Override
        public void handle(String text) {
            see(text);
        }
    }

    @ApplicationScoped
    @Formerly({"com.example.Old", "com.example.Older"})
    static class Renamed extends Handler {
        @Override
        public void handle(String text) {
            see(text);
        }
    }

    /** Hears whether an attempt that fails is made again. */
    @ApplicationScoped
    static class Ear {
        static final BlockingQueue<Boolean> TRIED_AGAIN = new LinkedBlockingQueue<>();

        void failed(@Observes TaskEvent event) {
            if (event.cause().isPresent()) {
                TRIED_AGAIN.add(event.willRetry());
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

    private TestBroker broker;
    private Logged logged;

    @BeforeEach
    void start() throws Exception {
        SEEN.clear();
        Ear.TRIED_AGAIN.clear();
        broker = new TestBroker(directory).start();
        logged = new Logged();
    }

    @AfterEach
    void stop() throws Exception {
        logged.close();
        broker.stop();
    }

    private Node receiver() {
        return new Node(
                broker,
                2,
                Nothing.class,
                Ear.class,
                GivesUp.class,
                GivesUpOnAnException.class,
                SaysWhen.class,
                Hangs.class,
                InTime.class,
                Renamed.class);
    }

    private static String seen() throws InterruptedException {
        String seen = SEEN.poll(60, TimeUnit.SECONDS);
        assertThat(seen).as("what a handler has seen").isNotNull();
        return seen;
    }

    /** For what the broker does and tells nobody. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String causeAfter(Class<? extends TaskHandler<String>> handler) throws Exception {
        try (Node node = receiver()) {
            node.get(DurableTasks.class).add(handler, "x");
            Message dead = broker.take(TestBroker.DEAD);
            return dead.getIntProperty(TaskProperties.ATTEMPT) + ": " + dead.getStringProperty(TaskProperties.CAUSE);
        }
    }

    @Test
    @DisplayName("can give up, which dead-letters the task at once")
    void givesUp() throws Exception {
        assertThat(causeAfter(GivesUp.class)).startsWith("1: ").contains("no such order");
        assertThat(SEEN).hasSize(1);
        assertThat(Ear.TRIED_AGAIN).containsExactly(false);
    }

    @Test
    @DisplayName("can say which exceptions are not worth another attempt")
    void givesUpOn() throws Exception {
        assertThat(causeAfter(GivesUpOnAnException.class)).startsWith("1: ").contains("no such file");
        assertThat(SEEN).hasSize(1);
        assertThat(Ear.TRIED_AGAIN).containsExactly(false);
    }

    @Test
    @DisplayName("can say when the next attempt makes sense, which counts as any other")
    void retryAfter() throws Exception {
        assertThat(causeAfter(SaysWhen.class)).startsWith("2: ").contains("RetryAfter");
        assertThat(SEEN).containsExactly("x at attempt 1", "x at attempt 2");
        assertThat(Ear.TRIED_AGAIN).containsExactly(true, false);
    }

    @Test
    @DisplayName("that hangs is interrupted at its timeout, at each attempt, and it is logged where it hung")
    void hangs() throws Exception {
        assertThat(causeAfter(Hangs.class)).startsWith("2: ").contains("Timed out after 0.2s");
        assertThat(SEEN).containsExactly("x at attempt 1", "x at attempt 2");
        assertThat(logged.lines(Level.SEVERE)).hasSize(1);
    }

    @Test
    @DisplayName("that ends in time leaves no interrupt to the next")
    void inTime() throws Exception {
        try (Node node = receiver()) {
            for (int i = 0; i < 20; i++) {
                node.get(DurableTasks.class).add(InTime.class, "in time");
                assertThat(seen()).isEqualTo("in time at attempt 1");
            }
        }
    }

    @Test
    @DisplayName("that was renamed gets the tasks that were stored under its former names")
    void renamed() throws Exception {
        try (Node node = receiver()) {
            for (String name : new String[] {"com.example.Old", "com.example.Older", Renamed.class.getName()}) {
                broker.send(context -> {
                    try {
                        Message message = context.createTextMessage("\"" + name + '"');
                        message.setStringProperty(TaskProperties.HANDLER, name);
                        message.setStringProperty(TaskProperties.FORMAT, TaskEnvelope.VERSION);
                        context.createProducer().send(context.createQueue(TestBroker.TASKS), message);
                    } catch (jakarta.jms.JMSException e) {
                        throw new AssertionError(e);
                    }
                });
                assertThat(seen()).isEqualTo(name + " at attempt 1");
            }
        }
    }

    @Test
    @DisplayName("shows what became of its tasks, and whether its consumers live, to the application and in JMX")
    void figures() throws Exception {
        try (Node node = receiver()) {
            DurableTasksMonitor monitor = node.get(DurableTasksMonitor.class);
            await(() -> monitor.liveConsumers() == 2);
            assertThat(monitor.consumers()).isEqualTo(2);
            node.get(DurableTasks.class).add(Renamed.class, "x");
            node.get(DurableTasks.class).add(SaysWhen.class, "x");
            broker.take(TestBroker.DEAD);
            await(() -> monitor.handled() == 1 && monitor.retried() == 1 && monitor.deadLettered() == 1);
            ObjectName name = ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("org.backgroundtasks:type=DurableTasks,*"), null)
                    .iterator()
                    .next();
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "LiveConsumers"))
                    .isEqualTo(2);
            broker.stop();
            await(() -> monitor.liveConsumers() == 0);
            await(() -> logged.lines(Level.WARNING).stream()
                    .anyMatch(line -> line.text().contains("Consumer 1 of durable tasks")));
            broker.start();
            await(() -> monitor.liveConsumers() == 2);
        }
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("org.backgroundtasks:type=DurableTasks,*"), null))
                .isEmpty();
    }
}
