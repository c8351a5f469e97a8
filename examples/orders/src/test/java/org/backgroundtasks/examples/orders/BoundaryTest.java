package org.backgroundtasks.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At all boundaries, or at those that the system property {@code kill.boundaries} names. */
@Tag("kill")
@DisplayName("A node that is killed at a boundary of the durable path")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BoundaryTest {

    private static final String BEFORE = "before";
    private static final String DOOMED = "doomed";
    private static final String AFTER = "after";

    /** A dead node's tasks are to come back soon, not in 20 seconds. */
    private static final Map<String, String> SETTINGS = Map.of(
            "orders.work", "1",
            "background-tasks.durable.heartbeat", "PT0.5S",
            "background-tasks.durable.poll-interval", "PT0.1S");

    @TempDir
    Path directory;

    private final Client client = new Client();

    static Stream<Boundary> boundaries() {
        return Boundary.chosen(System.getProperty("kill.boundaries", "all"));
    }

    @ParameterizedTest(name = "C-51 loses no task that is stored, and leaves none that is not: {0}")
    @MethodSource("boundaries")
    @DisplayName("C-51 loses no task that is stored, and leaves none that is not")
    void killed(Boundary boundary) throws Exception {
        try {
            dieAt(boundary);
        } catch (InterruptedException timeout) {
            throw new AssertionError("It has come no further than the cause says" + logs(), timeout);
        }
    }

    private void dieAt(Boundary boundary) throws Exception {
        int storePort = Ports.free();
        try (Cluster cluster = new Cluster(directory, storePort, SETTINGS)) {
            cluster.startStore();
            int port = Ports.free();
            try (DoomedNode node = new DoomedNode(directory, port, storePort, cluster.receipts(), SETTINGS, boundary)) {
                assertThat(client.placed(port, BEFORE)).isTrue();
                awaitReceipts(cluster, Set.of(BEFORE), 0);
                node.arm();
                boolean accepted =
                        client.placed(port, DOOMED, boundary.path() == Boundary.Path.RETRYING ? "unlucky" : "book");
                assertThat(node.awaitDeath()).isEqualTo(Doom.STATUS);
                assertThat(accepted)
                        .as("a client that is answered with 202 has a task that is stored")
                        .isIn(boundary.isStored(), false);
            }
            int next = Ports.free();
            cluster.startNode(next);
            assertThat(client.placed(next, AFTER)).isTrue();

            Set<String> expected = new HashSet<>(Set.of(BEFORE, AFTER));
            if (boundary.path() == Boundary.Path.RETRYING) {
                assertThat(DeadLetter.cause(storePort)).isNotNull();
            } else if (boundary.isStored()) {
                expected.add(DOOMED);
            }
            int repeated = boundary.isHandledAgain() ? 1 : 0;
            awaitReceipts(cluster, expected, repeated);
            Sent sent = Sent.in(cluster.receipts());
            assertThat(sent.orders()).isEqualTo(expected);
            assertThat(sent.receipts()).hasSize(expected.size());
            assertThat(sent.repeated()).as("handled again").isEqualTo(repeated);
        }
    }

    @Test
    @DisplayName("names the boundaries there are, if one is chosen that is not")
    void unknown() {
        assertThat(Boundary.chosen("BEFORE_COMMIT, AFTER_COMMIT"))
                .containsExactly(Boundary.BEFORE_COMMIT, Boundary.AFTER_COMMIT);
        assertThatThrownBy(() -> Boundary.chosen("BEFORE_COMMIT,AFTER_COMIT").toList())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no boundary 'AFTER_COMIT'. Choose some of these, separated by commas,"
                        + " or all: [BEFORE_STORING, BEFORE_SENDING,")
                .hasMessageEndingWith(" AFTER_DEAD_LETTER]");
    }

    /** Ends by the timeout of this test if one is lost, and says then what there is. */
    private void awaitReceipts(Cluster cluster, Set<String> orders, int repeated) throws IOException {
        Sent sent = Sent.in(cluster.receipts());
        try {
            while (!sent.orders().containsAll(orders) || sent.repeated() < repeated) {
                TimeUnit.MILLISECONDS.sleep(20);
                sent = Sent.in(cluster.receipts());
            }
        } catch (InterruptedException timeout) {
            throw new AssertionError(
                    "Sent are " + sent.orders() + " of " + orders + ", repeated " + sent.repeated() + " of " + repeated
                            + logs(),
                    timeout);
        }
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                logs.append("\n== ").append(log.getFileName()).append('\n').append(Files.readString(log));
            }
        }
        return logs.toString();
    }
}
