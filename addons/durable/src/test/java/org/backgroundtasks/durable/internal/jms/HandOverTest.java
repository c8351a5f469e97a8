package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C-56 A task in memory with a handler, with a broker")
@Timeout(180)
class HandOverTest {

    private static final int MANY = 400;

    @TempDir
    Path directory;

    private final Logged log = new Logged();
    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        Receipts.BEGUN.clear();
        Receipts.HANDLED.clear();
        Receipts.mayEnd = new CountDownLatch(1);
        System.setProperty("background-tasks.drain-timeout", "0.1s");
        broker = new TestBroker(directory).start();
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty("background-tasks.drain-timeout");
        broker.stop();
        log.close();
    }

    private Node node(int consumers) {
        return new Node(broker, consumers, Receipts.class, Receipts.Send.class);
    }

    private static List<String> receipts(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(i -> "receipt " + i).toList();
    }

    private void allAreHandledByAnother() throws Exception {
        assertThat(broker.count(TestBroker.TASKS)).isEqualTo(MANY);
        Receipts.mayEnd.countDown();
        List<String> handled = new ArrayList<>();
        try (Node next = node(4)) {
            assertThat(next).isNotNull();
            for (int i = 0; i < MANY; i++) {
                handled.add(Receipts.HANDLED.take());
            }
        }
        assertThat(handled).containsExactlyInAnyOrderElementsOf(receipts(MANY));
        assertThat(broker.count(TestBroker.TASKS)).isZero();
        assertThat(broker.count(TestBroker.DEAD)).isZero();
    }

    @Test
    @DisplayName(
            "is stored when the application stops while 400 wait or run, and handled by the next: none is lost, none listed")
    void undeployed() throws Exception {
        try (Node node = node(0)) {
            assertThat(node.post("receipts/" + MANY).statusCode()).isEqualTo(204);
            assertThat(Receipts.BEGUN.take()).isEqualTo("receipt 1");
        }
        assertThat(log.lines(Level.SEVERE)).isEmpty();
        assertThat(Receipts.HANDLED).isEmpty();
        allAreHandledByAnother();
    }

    @Test
    @DisplayName("is stored when its node is stopped by SIGTERM while 400 wait or run: none is lost, none listed")
    void terminated() throws Exception {
        try (NodeProcess stopped = new NodeProcess(broker)) {
            assertThat(stopped.post("receipts/" + MANY).statusCode()).isEqualTo(204);
            stopped.terminate();
            assertThat(stopped.log()).contains("handed over to the store").doesNotContain("ERROR", "SEVERE");
        }
        allAreHandledByAnother();
    }

    @Test
    @DisplayName("is listed at ERROR if the broker refuses it as the application stops, and stored neither")
    void refused() throws Exception {
        try (Node node = node(0)) {
            node.post("receipts/3");
            assertThat(Receipts.BEGUN.take()).isEqualTo("receipt 1");
            broker.stop();
        }
        assertThat(log.lines(Level.SEVERE))
                .hasSize(3)
                .allSatisfy(listed -> assertThat(listed.text()).contains("Send"));
        broker.start();
        assertThat(broker.count(TestBroker.TASKS)).isZero();
    }
}
