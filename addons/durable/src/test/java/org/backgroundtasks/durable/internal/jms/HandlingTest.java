package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A durable task that is delivered")
@Timeout(120)
@SuppressWarnings("try") // a node that receives has done its part
class HandlingTest {

    public record Note(String text) {}

    /** What a handler saw of one attempt. */
    record Seen(
            String text,
            String id,
            String name,
            int attempt,
            String method,
            String path,
            String caller,
            Object scope) {}

    static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>();
    static final BlockingQueue<TaskEvent> HEARD = new LinkedBlockingQueue<>();

    /** Tells one request scope from another. */
    @RequestScoped
    static class Scoped {

        private final Object instance = new Object();

        Object instance() {
            return instance;
        }
    }

    abstract static class Handler implements TaskHandler<Note> {

        @Inject
        TaskContext context;

        @Inject
        Scoped scoped;

        void see(Note note) {
            SEEN.add(new Seen(
                    note.text(),
                    context.id(),
                    context.name(),
                    context.attempt(),
                    context.requestMethod().orElse(""),
                    context.requestPath().orElse(""),
                    context.caller().orElse(""),
                    scoped.instance()));
        }
    }

    @ApplicationScoped
    static class Keep extends Handler {
        @Override
        public void handle(Note note) {
            see(note);
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 20, longestDelay = 30, unit = ChronoUnit.MILLIS)
    static class FailTwice extends Handler {
        @Override
        public void handle(Note note) throws Exception {
            see(note);
            if (context.attempt() < 3) {
                throw new java.io.IOException("not yet");
            }
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 20, longestDelay = 30, unit = ChronoUnit.MILLIS)
    static class FailAlways extends Handler {

        @Inject
        BackgroundTasks tasks;

        @Override
        public void handle(Note note) throws Exception {
            see(note);
            throw new IllegalStateException("no paper", new java.io.IOException("tray 2"));
        }
    }

    @Dependent
    static class ShortLived extends Handler {

        static final CountDownLatch DESTROYED = new CountDownLatch(2);

        @Override
        public void handle(Note note) {
            see(note);
        }

        @PreDestroy
        void destroyed() {
            DESTROYED.countDown();
        }
    }

    @ApplicationScoped
    static class Slow extends Handler {

        static final BlockingQueue<String> STARTED = new LinkedBlockingQueue<>();
        static volatile boolean waits;

        @Override
        public void handle(Note note) throws InterruptedException {
            STARTED.add(note.text());
            if (waits) {
                new CountDownLatch(1).await();
            }
            see(note);
        }
    }

    @ApplicationScoped
    static class Observer {
        void hear(@Observes TaskEvent event) {
            HEARD.add(event);
        }
    }

    @Path("notes")
    @ApplicationScoped
    public static class Notes {

        @Inject
        DurableTasks durable;

        @POST
        @Path("keep")
        public String keep() {
            return durable.add(Keep.class, new Note("kept")).id();
        }
    }

    private static final Class<?>[] BEANS = {
        Keep.class, FailTwice.class, FailAlways.class, ShortLived.class, Slow.class, Scoped.class, Observer.class
    };

    @TempDir
    java.nio.file.Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        SEEN.clear();
        HEARD.clear();
        Slow.STARTED.clear();
        Slow.waits = false;
        broker = new TestBroker(directory).start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    private Node sender() {
        return new Node(broker, 0, Notes.class, BEANS);
    }

    private Node receiver() {
        return new Node(broker, 2, Notes.class, BEANS);
    }

    private static Seen seen() throws InterruptedException {
        Seen seen = SEEN.poll(60, TimeUnit.SECONDS);
        assertThat(seen).as("what a handler has seen").isNotNull();
        return seen;
    }

    private static TaskEvent heard(TaskEvent.Type turn) throws InterruptedException {
        TaskEvent event;
        do {
            event = HEARD.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event of " + turn).isNotNull();
        } while (event.type() != turn);
        return event;
    }

    /** For what the broker does and tells nobody. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void awaitEmpty(String queue) throws InterruptedException {
        await(() -> broker.count(queue) == 0);
    }

    private static String text(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }

    @Test
    @DisplayName("C-50 is handled by another node, which is told its id and the request that added it")
    void anotherNode() throws Exception {
        String id;
        try (Node node = sender()) {
            id = node.post("notes/keep").body();
        }
        try (Node node = receiver()) {
            Seen seen = seen();
            assertThat(seen.text()).isEqualTo("kept");
            assertThat(seen.id()).isEqualTo(id);
            assertThat(seen.name()).isEqualTo(Keep.class.getName());
            assertThat(seen.attempt()).isEqualTo(1);
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.path()).isEqualTo("/notes/keep");
            awaitEmpty(TestBroker.TASKS);
        }
        assertThat(broker.count(TestBroker.DEAD)).isZero();
    }

    @Test
    @DisplayName("C-40 is heard of on the node that handles it")
    void events() throws Exception {
        try (Node node = receiver()) {
            DurableTask task = node.get(DurableTasks.class).named("note").add(Keep.class, new Note("kept"));
            TaskEvent event = heard(TaskEvent.Type.SUCCEEDED);
            assertThat(event.taskId()).isEqualTo(task.id());
            assertThat(event.taskName()).isEqualTo("note");
        }
    }

    @Test
    @DisplayName("C-52 is tried again if it fails, each time in a request scope of its own, until it succeeds")
    void retried() throws Exception {
        try (Node node = receiver()) {
            DurableTask task = node.get(DurableTasks.class).add(FailTwice.class, new Note("third time lucky"));
            List<Seen> attempts = List.of(seen(), seen(), seen());
            assertThat(attempts).extracting(Seen::attempt).containsExactly(1, 2, 3);
            assertThat(attempts).extracting(Seen::id).containsOnly(task.id());
            assertThat(attempts).extracting(Seen::text).containsOnly("third time lucky");
            assertThat(attempts).extracting(Seen::scope).doesNotHaveDuplicates();
            assertThat(heard(TaskEvent.Type.FAILED).cause().orElseThrow()).hasMessage("not yet");
            awaitEmpty(TestBroker.TASKS);
            assertThat(broker.count(TestBroker.DEAD)).isZero();
        }
    }

    @Test
    @DisplayName("C-52 goes to the dead-letter queue with the cause when the last attempt has failed")
    void deadLetter() throws Exception {
        try (Node node = receiver()) {
            DurableTask task = node.get(DurableTasks.class).named("print").add(FailAlways.class, new Note("hopeless"));
            Message dead = broker.take(TestBroker.DEAD);
            assertThat(SEEN).extracting(Seen::attempt).containsExactly(1, 2, 3);
            assertThat(text(dead)).isEqualTo("{\"text\":\"hopeless\"}");
            assertThat(dead.getStringProperty(TaskProperties.ID)).isEqualTo(task.id());
            assertThat(dead.getStringProperty(TaskProperties.HANDLER)).isEqualTo(FailAlways.class.getName());
            assertThat(dead.getStringProperty(TaskProperties.NAME)).isEqualTo("print");
            assertThat(dead.getIntProperty(TaskProperties.ATTEMPT)).isEqualTo(3);
            assertThat(dead.getStringProperty(TaskProperties.CAUSE))
                    .isEqualTo("java.lang.IllegalStateException: no paper; caused by java.io.IOException: tray 2");
            assertThat(Instant.parse(dead.getStringProperty(TaskProperties.FAILED_AT)))
                    .isBeforeOrEqualTo(Instant.now());
            awaitEmpty(TestBroker.TASKS);
        }
    }

    @Test
    @DisplayName("C-52 waits at the broker, not on the node, between two attempts")
    void backoff() throws Exception {
        try (Node node = receiver()) {
            broker.send(context -> sendNote(context, "com.example.Newer", 9));
            await(() -> broker.countDelayed(TestBroker.TASKS) == 1);
            assertThat(broker.browse(TestBroker.TASKS)).isEmpty();
            assertThat(node.post("notes/keep").statusCode()).isEqualTo(200);
            assertThat(seen().text()).isEqualTo("kept");
        }
        assertThat(broker.count(TestBroker.DEAD)).isZero();
    }

    @Test
    @DisplayName("C-52 is handled by a newer node if an older one does not know its handler")
    void rollingUpgrade() throws Exception {
        try (Node older = new Node(broker, 2, Notes.class, Slow.class, Scoped.class)) {
            broker.send(context -> sendNote(context, Keep.class.getName(), 1));
            await(() -> broker.countDelayed(TestBroker.TASKS) == 1);
        }
        try (Node newer = receiver()) {
            assertThat(seen().attempt()).isEqualTo(1);
            awaitEmpty(TestBroker.TASKS);
        }
    }

    @Test
    @DisplayName("is not delivered before its delay is over")
    void delayed() throws Exception {
        try (Node node = receiver()) {
            Instant added = Instant.now();
            node.get(DurableTasks.class).delayed(Duration.ofMillis(700)).add(Keep.class, new Note("later"));
            seen();
            assertThat(Duration.between(added, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    @Test
    @DisplayName("may have a payload of a megabyte, at each attempt")
    void large() throws Exception {
        String text = "ä€𝄞\"\\".repeat(1024 * 1024 / 8);
        try (Node node = receiver()) {
            node.get(DurableTasks.class).add(FailTwice.class, new Note(text));
            assertThat(List.of(seen(), seen(), seen())).extracting(Seen::text).containsOnly(text);
            awaitEmpty(TestBroker.TASKS);
        }
    }

    @Test
    @DisplayName("C-24 has a dependent handler destroyed with each attempt")
    void dependent() throws Exception {
        try (Node node = receiver()) {
            node.get(DurableTasks.class).add(ShortLived.class, new Note("one"));
            node.get(DurableTasks.class).add(ShortLived.class, new Note("two"));
            assertThat(ShortLived.DESTROYED.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("C-28 tells its handler the name of the user who added it")
    void caller() throws Exception {
        broker.send(context -> {
            Message message =
                    TestBroker.ours(context.createTextMessage("{\"text\":\"sent\"}"), Keep.class.getName(), 1);
            try {
                message.setStringProperty(TaskProperties.CALLER, "alice");
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
            TestBroker.send(context, message);
        });
        try (Node node = receiver()) {
            assertThat(seen().caller()).isEqualTo("alice");
            assertThat(node.post("notes/keep").statusCode()).isEqualTo(200);
            assertThat(seen().caller()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-51 goes back to the broker, at the same attempt, if the application stops and does not wait for it")
    void givenBack() throws Exception {
        Slow.waits = true;
        System.setProperty("background-tasks.drain-timeout", "0s");
        try (Node stopping = receiver()) {
            stopping.get(DurableTasks.class).add(Slow.class, new Note("interrupted"));
            assertThat(Slow.STARTED.poll(60, TimeUnit.SECONDS)).isNotNull();
        } finally {
            System.clearProperty("background-tasks.drain-timeout");
        }
        assertThat(broker.count(TestBroker.TASKS)).isEqualTo(1);
        Slow.waits = false;
        try (Node other = receiver()) {
            assertThat(seen().attempt()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("C-32 is waited for, and acknowledged, when the application stops")
    void stopWaits() throws Exception {
        try (Node stopping = receiver()) {
            for (int i = 0; i < 20; i++) {
                stopping.get(DurableTasks.class).add(Keep.class, new Note(Integer.toString(i)));
            }
            seen();
        }
        long left = broker.count(TestBroker.TASKS);
        assertThat(left + SEEN.size() + 1).isEqualTo(20);
    }

    @Test
    @DisplayName("C-51 is received again once a broker that was gone is back")
    void brokerRestarts() throws Exception {
        try (Node node = receiver()) {
            node.get(DurableTasks.class).add(Keep.class, new Note("before"));
            assertThat(seen().text()).isEqualTo("before");
            awaitEmpty(TestBroker.TASKS);
            broker.stop();
            broker.start();
            broker.send(context -> sendNote(context, Keep.class.getName(), 1));
            assertThat(seen().text()).isEqualTo("sent");
        }
    }

    private static void sendNote(JMSContext context, String handler, int attempt) {
        TestBroker.send(context, TestBroker.ours(context.createTextMessage("{\"text\":\"sent\"}"), handler, attempt));
    }
}
