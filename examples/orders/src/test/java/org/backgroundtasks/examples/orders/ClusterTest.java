package org.backgroundtasks.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sized by the system property {@code cluster.orders}. */
@DisplayName("Two nodes that share a broker or a database")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterTest {

    private static final int ORDERS = Integer.getInteger("cluster.orders", 24);

    /** Well above what it takes to place an order on a slow disk; else a node has done each before the next is placed. */
    private static final int WORK_MILLIS = 1_000;

    @TempDir
    Path directory;

    private final Client client = new Client();
    private int store;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        store = Ports.free();
        cluster = new Cluster(directory, store, Map.of("orders.work", Integer.toString(WORK_MILLIS)));
        cluster.startStore();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Places the orders, and waits for all receipts that are to be there then. */
    private double ordersPerSecond(int port, int offset) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < ORDERS; i++) {
            assertThat(client.placed(port, Integer.toString(offset + i))).isTrue();
        }
        while (Sent.in(cluster.receipts()).receipts().size() < offset + ORDERS) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return ORDERS * 1e9 / (System.nanoTime() - start);
    }

    @Test
    @DisplayName("share the work, and get more done than one")
    void shared() throws Exception {
        int first = Ports.free();
        cluster.startNode(first);
        ordersPerSecond(first, 0);
        double alone = ordersPerSecond(first, ORDERS);
        int second = Ports.free();
        cluster.startNode(second);
        double together = ordersPerSecond(first, 2 * ORDERS);
        Map<String, Long> byNode = Sent.in(cluster.receipts()).byNode();
        System.out.printf(
                "%s, receipts of %d ms, 4 at a time on each node: %.1f a second by one node, %.1f by two; in all %s%n",
                Store.chosen(), WORK_MILLIS, alone, together, byNode);
        assertThat(byNode.get("node-" + second)).isGreaterThan(ORDERS / 4);
        assertThat(byNode.get("node-" + first) - 2L * ORDERS).isGreaterThan(ORDERS / 4);
        assertThat(client.receipts(second)).contains("\"node-" + first + "\"", "\"node-" + second + "\"");
    }

    @Test
    @DisplayName("C-52 dead-letter an unlucky order, with the cause")
    void unlucky() throws Exception {
        int port = Ports.free();
        cluster.startNode(port);
        assertThat(client.placed(port, "13", "unlucky")).isTrue();
        assertThat(DeadLetter.cause(store)).isEqualTo("java.io.IOException: There is no paper left, at attempt 4");
    }

    @Test
    @DisplayName("C-50 answer 503 while the store is down, and take orders again when it is back")
    void storeDown() throws Exception {
        int port = Ports.free();
        cluster.startNode(port);
        assertThat(client.placed(port, "1")).isTrue();
        cluster.killStore();
        assertThat(client.placed(port, "2")).isFalse();
        cluster.startStore();
        assertThat(client.placed(port, "3")).isTrue();
        while (Sent.in(cluster.receipts()).receipts().size() < 2) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(Sent.in(cluster.receipts()).orders()).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    @DisplayName("C-51 send one receipt for an order, though its request is repeated")
    void repeatedRequest() throws Exception {
        int first = Ports.free();
        int second = Ports.free();
        cluster.startNode(first);
        cluster.startNode(second);
        for (int i = 0; i < 3; i++) {
            assertThat(client.placed(first, "1")).isTrue();
            assertThat(client.placed(second, "1")).isTrue();
        }
        while (Sent.in(cluster.receipts()).repeated() < 5) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(Sent.in(cluster.receipts()).receipts()).hasSize(1);
    }
}
