package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A message in the queue of durable tasks that somebody else has written")
@Timeout(120)
@SuppressWarnings("try") // a node that receives has done its part
class HostileMessageTest {

    public record Note(String text) {}

    /** What handlers were given. */
    static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

    @ApplicationScoped
    @Redelivery(attempts = 1)
    static class Once implements TaskHandler<Note> {
        @Override
        public void handle(Note note) {
            SEEN.add(note.text());
        }
    }

    /** Takes what a hostile message might try to have made. */
    @ApplicationScoped
    @Redelivery(attempts = 1)
    static class Anything implements TaskHandler<Object> {
        @Override
        public void handle(Object payload) {
            SEEN.add(payload.getClass().getName());
        }
    }

    @Path("notes")
    @ApplicationScoped
    public static class Notes {

        @Inject
        DurableTasks durable;

        @POST
        public void add() {
            durable.add(Once.class, new Note("added"));
        }
    }

    @TempDir
    java.nio.file.Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        SEEN.clear();
        broker = new TestBroker(directory).start();
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    private Node receiver() {
        return new Node(broker, 2, Notes.class, Once.class, Anything.class);
    }

    private static String seen() throws InterruptedException {
        String seen = SEEN.poll(60, TimeUnit.SECONDS);
        assertThat(seen).as("what a handler has seen").isNotNull();
        return seen;
    }

    private interface Hostile {
        Message in(JMSContext context) throws JMSException;
    }

    private static Hostile text(Class<?> handler, String json) {
        return context -> TestBroker.ours(context.createTextMessage(json), handler.getName(), 1);
    }

    /** No node has known what to do with it since then. */
    private static Message unknownForDays(Message message) throws JMSException {
        message.setLongProperty(
                TaskProperties.UNKNOWN_SINCE,
                Instant.now().minus(Duration.ofDays(2)).toEpochMilli());
        return message;
    }

    /** Must never be made, nor even initialized. */
    static class Gadget implements Serializable {

        private static final long serialVersionUID = 1;

        static final AtomicBoolean TOUCHED = Touched.FLAG;

        static {
            Touched.FLAG.set(true);
        }

        public Gadget() {}

        public void setText(String text) {}
    }

    static class Touched {
        static final AtomicBoolean FLAG = new AtomicBoolean();
    }

    private static final String GADGET = HostileMessageTest.class.getName() + "$Gadget";
    private static final int TOO_DEEP = 200_000;

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("of another shape", text(Once.class, "[1, 2]"), "cannot be read as"),
                Arguments.of("of another type", text(Once.class, "{\"text\":{\"a\":1}}"), "cannot be read as"),
                Arguments.of("that is no JSON", text(Once.class, "{\"text\":"), "cannot be read as"),
                Arguments.of("that is empty", text(Once.class, ""), "cannot be read as"),
                Arguments.of("that is null", text(Once.class, "null"), "is null"),
                Arguments.of(
                        "nested deep where there is to be a text",
                        text(Once.class, "{\"text\":" + "{\"a\":".repeat(TOO_DEEP) + 1 + "}".repeat(TOO_DEEP + 1)),
                        "cannot be read as"),
                Arguments.of(
                        "nested too deep, where anything is taken",
                        text(Anything.class, "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP)),
                        "cannot be read as"),
                Arguments.of(
                        "for a class that is no handler",
                        (Hostile) context -> unknownForDays(
                                TestBroker.ours(context.createTextMessage("{\"text\":\"x\"}"), GADGET, 10)),
                        "no handler '" + GADGET),
                Arguments.of(
                        "for a bean that is no handler",
                        (Hostile) context -> unknownForDays(TestBroker.ours(
                                context.createTextMessage("{\"text\":\"x\"}"), Notes.class.getName(), 10)),
                        "no handler '" + Notes.class.getName()),
                Arguments.of(
                        "in a format of the future",
                        (Hostile) context -> {
                            Message message = TestBroker.ours(
                                    context.createTextMessage("{\"text\":\"x\"}"), Once.class.getName(), 1);
                            message.setStringProperty(TaskProperties.FORMAT, "2");
                            return unknownForDays(message);
                        },
                        "version 2"),
                Arguments.of(
                        "of serialized Java",
                        (Hostile) context -> {
                            ObjectMessage message =
                                    context.createObjectMessage(new java.util.ArrayList<>(List.of("x")));
                            return TestBroker.ours(message, Once.class.getName(), 1);
                        },
                        "is no text"),
                Arguments.of(
                        "of bytes, from who knows where",
                        (Hostile) context -> {
                            var message = context.createBytesMessage();
                            message.writeBytes(new byte[] {1, 2, 3});
                            message.setIntProperty(TaskProperties.ATTEMPT, Integer.MAX_VALUE);
                            message.setLongProperty(TaskProperties.ADDED_AT, Long.MIN_VALUE);
                            return message;
                        },
                        "names no handler"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    @DisplayName("C-53 becomes a dead letter with the reason, and disturbs no other, if it is a message")
    void hostileMessages(String kind, Hostile message, String reason) throws Exception {
        try (Node node = receiver()) {
            broker.send(context -> {
                try {
                    TestBroker.send(context, message.in(context));
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            });
            Message dead = broker.take(TestBroker.DEAD);
            assertThat(dead.getStringProperty(TaskProperties.CAUSE)).contains(reason);
            node.post("notes");
            assertThat(seen()).isEqualTo("added");
            while (broker.count(TestBroker.TASKS) > 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(SEEN).isEmpty();
        }
        assertThat(Touched.FLAG).isFalse();
    }

    @Test
    @DisplayName("C-53 may carry what its handler does not ask for, however deep that is")
    void skipped() throws Exception {
        try (Node node = receiver()) {
            String deep = "{\"a\":".repeat(TOO_DEEP) + 1 + "}".repeat(TOO_DEEP);
            broker.send(context -> TestBroker.send(
                    context,
                    TestBroker.ours(
                            context.createTextMessage("{\"other\":" + deep + ",\"text\":\"x\"}"),
                            Once.class.getName(),
                            1)));
            assertThat(seen()).isEqualTo("x");
        }
    }

    @Test
    @DisplayName("C-53 is read as what its handler declares, whatever class the payload names")
    void classNameInPayload() throws Exception {
        try (Node node = receiver()) {
            for (String property : List.of("@class", "@type", "class")) {
                broker.send(context -> TestBroker.send(
                        context,
                        TestBroker.ours(
                                context.createTextMessage("{\"" + property + "\":\"" + GADGET + "\",\"text\":\"x\"}"),
                                Anything.class.getName(),
                                1)));
                assertThat(seen()).startsWith("java.util.");
            }
        }
        assertThat(Touched.FLAG).isFalse();
    }

    @Test
    @DisplayName("C-52 is kept whole as a dead letter, also if it is no text")
    void bytesKept() throws Exception {
        try (Node node = receiver()) {
            broker.send(context -> {
                try {
                    var message = context.createBytesMessage();
                    message.writeBytes(new byte[] {1, 2, 3});
                    message.setIntProperty(TaskProperties.ATTEMPT, 10);
                    TestBroker.send(context, message);
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            });
            var dead = (jakarta.jms.BytesMessage) broker.take(TestBroker.DEAD);
            byte[] body = new byte[(int) dead.getBodyLength()];
            dead.readBytes(body);
            assertThat(body).containsExactly(1, 2, 3);
        }
    }
}
