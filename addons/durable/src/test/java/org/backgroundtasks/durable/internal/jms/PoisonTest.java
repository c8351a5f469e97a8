package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C-55 A message that nobody can handle")
@Timeout(120)
@SuppressWarnings("try") // a node that receives has done its part
class PoisonTest {

    public record Note(String text) {}

    static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @ApplicationScoped
    static class Keep implements TaskHandler<Note> {

        @Inject
        TaskContext context;

        @Override
        public void handle(Note note) {
            SEEN.add(note.text() + " at attempt " + context.attempt());
        }
    }

    @ApplicationScoped
    @org.backgroundtasks.durable.Redelivery(
            attempts = 2,
            firstDelay = 20,
            longestDelay = 30,
            unit = java.time.temporal.ChronoUnit.MILLIS)
    static class Fail implements TaskHandler<Note> {

        @Inject
        TaskContext context;

        @Override
        public void handle(Note note) {
            SEEN.add("failing at attempt " + context.attempt());
            throw new IllegalStateException("no paper");
        }
    }

    @Path("notes")
    @ApplicationScoped
    public static class Notes {

        @Inject
        DurableTasks durable;

        @POST
        public void keep() {
            durable.add(Keep.class, new Note("kept"));
        }
    }

    @TempDir
    java.nio.file.Path directory;

    private TestBroker broker;
    private Logged logged;

    @BeforeEach
    void start() {
        SEEN.clear();
        broker = new TestBroker(directory);
        logged = new Logged();
    }

    @AfterEach
    void stop() throws Exception {
        logged.close();
        broker.stop();
    }

    private Node receiver() {
        return new Node(broker, 2, Notes.class, Keep.class, Fail.class);
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

    private interface Writing {
        Message in(JMSContext context) throws JMSException;
    }

    private void send(Writing writing) {
        broker.send(context -> {
            JMSProducer producer = context.createProducer();
            try {
                producer.send(context.createQueue(TestBroker.TASKS), writing.in(context));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "x-tenant", "1st"})
    @DisplayName("since a property's name is none in Java is tried again and dead-lettered like any other")
    void propertyNames(String property) throws Exception {
        broker.start();
        try (Node node = receiver()) {
            broker.sendRaw(message -> {
                message.putStringProperty(TaskProperties.HANDLER, Fail.class.getName());
                message.putStringProperty(TaskProperties.FORMAT, TaskEnvelope.VERSION);
                message.putStringProperty(TaskProperties.ID, "7");
                message.putStringProperty(property, "acme");
                message.getBodyBuffer()
                        .writeNullableSimpleString(
                                org.apache.activemq.artemis.api.core.SimpleString.of("{\"text\":\"x\"}"));
            });
            Message dead = broker.take(TestBroker.DEAD);
            assertThat(dead.getStringProperty(TaskProperties.ID)).isEqualTo("7");
            assertThat(dead.getStringProperty(TaskProperties.CAUSE)).contains("no paper");
            assertThat(SEEN).containsExactly("failing at attempt 1", "failing at attempt 2");
            SEEN.clear();
            node.post("notes");
            assertThat(seen()).isEqualTo("kept at attempt 1");
        }
    }

    @Test
    @DisplayName("since its body is garbled ends no consumer, is logged, and is left to the broker's own limit")
    void garbled() throws Exception {
        broker.deliveringAtMost(3).start();
        // has it made
        assertThat(broker.browse(TestBroker.DEAD)).isEmpty();
        try (Node node = receiver()) {
            broker.sendRaw(message -> {
                message.putStringProperty(TaskProperties.HANDLER, Keep.class.getName());
                message.putStringProperty(TaskProperties.ID, "7");
                message.getBodyBuffer().writeByte((byte) 1);
                message.getBodyBuffer().writeInt(1_000_000);
            });
            await(() -> broker.count(TestBroker.DEAD) == 1);
            for (int i = 0; i < 4; i++) {
                node.post("notes");
                assertThat(seen()).isEqualTo("kept at attempt 1");
            }
            assertThat(logged.lines(Level.WARNING))
                    .anySatisfy(line -> assertThat(line.text()).contains("cannot read the next message"));
        }
    }

    @Test
    @DisplayName("since it is foreign is dead-lettered at once, under one id")
    void foreign() throws Exception {
        broker.start();
        try (Node node = receiver()) {
            send(context -> context.createTextMessage("hello"));
            Message dead = broker.take(TestBroker.DEAD);
            assertThat(dead.getStringProperty(TaskProperties.CAUSE)).contains("names no handler");
            assertThat(dead.getIntProperty(TaskProperties.ATTEMPT)).isEqualTo(1);
            assertThat(dead.getStringProperty(TaskProperties.ID)).startsWith("ID:");
            assertThat(logged.lines(Level.SEVERE)).hasSize(1);
            assertThat(logged.lines(Level.SEVERE).get(0).text()).contains(dead.getStringProperty(TaskProperties.ID));
        }
    }

    @Test
    @DisplayName("since a property has another type is dead-lettered at once, and it is said which")
    void propertyType() throws Exception {
        broker.start();
        try (Node node = receiver()) {
            send(context -> {
                Message message =
                        TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), Keep.class.getName(), 1);
                message.setIntProperty(TaskProperties.FORMAT, 1);
                return message;
            });
            assertThat(broker.take(TestBroker.DEAD).getStringProperty(TaskProperties.CAUSE))
                    .contains("taskVersion", "Integer");
        }
    }

    @Test
    @DisplayName("and has no id at all gets one, which is not null")
    void withoutId() throws Exception {
        broker.start();
        try (Node node = receiver()) {
            broker.send(context -> context.createProducer()
                    .setDisableMessageID(true)
                    .send(context.createQueue(TestBroker.TASKS), context.createTextMessage("hello")));
            assertThat(broker.take(TestBroker.DEAD).getStringProperty(TaskProperties.ID))
                    .isNotEqualTo("null")
                    .isNotBlank();
        }
    }

    @Test
    @DisplayName("here, but on a newer node, keeps its attempts for that")
    void unknownHandler() throws Exception {
        broker.start();
        try (Node older = new Node(broker, 2, Notes.class, Fail.class)) {
            send(context -> TestBroker.ours(context.createTextMessage("{\"text\":\"new\"}"), Keep.class.getName(), 10));
            await(() -> broker.countDelayed(TestBroker.TASKS) == 1);
        }
        try (Node newer = receiver()) {
            assertThat(seen()).isEqualTo("new at attempt 10");
        }
        assertThat(broker.count(TestBroker.DEAD)).isZero();
    }

    @Test
    @DisplayName("since it cannot be stored again is handled as often as its handler says, and then dead-lettered")
    void queueFull() throws Exception {
        broker.holding(1).start();
        try (Node node = receiver()) {
            send(context -> TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), Fail.class.getName(), 1));
            assertThat(broker.take(TestBroker.DEAD).getStringProperty(TaskProperties.CAUSE))
                    .contains("no paper");
            assertThat(SEEN).containsExactly("failing at attempt 1", "failing at attempt 2");
        }
    }

    @Test
    @DisplayName("since the dead-letter queue is full is not handled again, and dead-lettered when there is room")
    void deadLetterQueueFull() throws Exception {
        broker.holding(1).start();
        broker.send(context -> context.createProducer()
                .send(context.createQueue(TestBroker.DEAD), context.createTextMessage("in the way")));
        try (Node node = receiver()) {
            send(context -> TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), Fail.class.getName(), 2));
            assertThat(seen()).isEqualTo("failing at attempt 2");
            await(() -> logged.lines().stream().anyMatch(line -> line.text().contains("dead-letter queue")));
            broker.take(TestBroker.DEAD);
            Message dead = broker.take(TestBroker.DEAD);
            assertThat(dead.getStringProperty(TaskProperties.ID)).isEqualTo("7");
            assertThat(dead.getStringProperty(TaskProperties.CAUSE)).contains("no paper");
            assertThat(dead.getIntProperty(TaskProperties.ATTEMPT)).isEqualTo(2);
            assertThat(SEEN).isEmpty();
        }
    }

    @Test
    @DisplayName("since it ends the process counts each delivery as an attempt")
    void deliveredInVain() throws Exception {
        broker.start();
        send(context -> TestBroker.ours(context.createTextMessage("{\"text\":\"survived\"}"), Keep.class.getName(), 1));
        broker.deliverInVain(2);
        try (Node node = receiver()) {
            assertThat(seen()).isEqualTo("survived at attempt 3");
        }
    }

    @Test
    @DisplayName("since it ends the process is dead-lettered after its attempts, and not handled again")
    void deadly() throws Exception {
        broker.start();
        send(context -> TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), Fail.class.getName(), 1));
        broker.deliverInVain(2);
        try (Node node = receiver()) {
            assertThat(broker.take(TestBroker.DEAD).getStringProperty(TaskProperties.CAUSE))
                    .contains("without a result");
            assertThat(SEEN).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "at an attempt that is not the last is one warning without a stack trace; only a dead letter is an error")
    void noise() throws Exception {
        broker.start();
        try (Node node = receiver()) {
            node.get(DurableTasks.class).add(Fail.class, new Note("x"));
            broker.take(TestBroker.DEAD);
            await(() -> !logged.lines(Level.SEVERE).isEmpty());
            assertThat(logged.lines(Level.WARNING)).hasSize(1).allSatisfy(line -> {
                assertThat(line.text()).contains("failed at attempt 1 of 2", "no paper");
                assertThat(line.withStackTrace()).isFalse();
            });
            assertThat(logged.lines(Level.SEVERE)).hasSize(1).allSatisfy(line -> {
                assertThat(line.text()).contains("dead letter");
                assertThat(line.withStackTrace()).isTrue();
            });
        }
    }

    @Test
    @DisplayName("that was moved back from the dead letters has all its attempts again")
    void movedBack() throws Exception {
        broker.start();
        try (Node node = receiver()) {
            send(context -> {
                Message message =
                        TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), Fail.class.getName(), 2);
                message.setStringProperty(TaskProperties.CAUSE, "no ink");
                message.setStringProperty(TaskProperties.FAILED_AT, "2026-11-28T00:00:00Z");
                return message;
            });
            broker.take(TestBroker.DEAD);
            assertThat(List.copyOf(SEEN)).containsExactly("failing at attempt 1", "failing at attempt 2");
        }
    }
}
