package org.backgroundtasks.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sized by the system properties {@code kill.orders}, {@code kill.nodes} and {@code kill.stores}; {@code kill.seed} replays. With the
 * store {@code database}, {@code orders.database} is {@code h2} or {@code postgresql}.
 */
@Tag("kill")
@DisplayName("Nodes, and a broker or a database, that are killed")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillTest {

    private static final int ORDERS = Integer.getInteger("kill.orders", 100);
    private static final int NODE_KILLS = Integer.getInteger("kill.nodes", 1);
    private static final int STORE_KILLS = Integer.getInteger("kill.stores", 1);
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger notAccepted = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    @DisplayName("C-51 lose no task whose request was answered with 202")
    void nothingLost() throws Exception {
        int[] nodes = {Ports.free(), Ports.free()};
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println("Kill test, seed " + seed + "; -Dkill.seed=" + seed + " repeats its order of kills");
        Random random = new Random(seed);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Cluster cluster = cluster(Ports.free(), Map.of("orders.work", "15"))) {
            cluster.startStore();
            cluster.startNode(nodes[0]);
            cluster.startNode(nodes[1]);
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                load.add(clients.submit(() -> {
                    placeOrders(nodes);
                    return null;
                }));
            }

            List<Boolean> kills = new ArrayList<>(Collections.nCopies(NODE_KILLS, false));
            kills.addAll(Collections.nCopies(STORE_KILLS, true));
            Collections.shuffle(kills, random);
            for (int i = 0; i < kills.size(); i++) {
                awaitAccepted(ORDERS * (i + 1) / (kills.size() + 1));
                if (kills.get(i)) {
                    cluster.killStore();
                    cluster.startStore();
                } else {
                    int victim = nodes[random.nextInt(nodes.length)];
                    cluster.killNode(victim);
                    cluster.startNode(victim);
                }
            }
            awaitAccepted(ORDERS);
            enough.set(true);
            for (Future<?> client : load) {
                client.get();
            }

            // ends by the timeout of this test if one is lost
            while (!Sent.in(cluster.receipts()).orders().containsAll(accepted)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            Sent sent = Sent.in(cluster.receipts());
            System.out.printf(
                    "Kill test, seed %d: %d nodes and the %s %d times killed; %d orders accepted, %d not; receipts %s, repeated %d%n",
                    seed,
                    NODE_KILLS,
                    isPostgreSql() ? "POSTGRESQL" : Store.chosen(),
                    STORE_KILLS,
                    accepted.size(),
                    notAccepted.get(),
                    sent.byNode(),
                    sent.repeated());
            assertThat(accepted).hasSizeGreaterThanOrEqualTo(ORDERS);
            assertThat(sent.orders()).containsAll(accepted);
        } finally {
            clients.shutdownNow();
        }
    }

    private Cluster cluster(int port, Map<String, String> settings) {
        return isPostgreSql()
                ? new PostgreSqlCluster(directory, port, settings)
                : new Cluster(directory, port, settings);
    }

    private static boolean isPostgreSql() {
        return Store.chosen() == Store.DATABASE
                && System.getProperty("orders.database", "h2").equals("postgresql");
    }

    private void placeOrders(int[] nodes) throws InterruptedException {
        Client client = new Client();
        while (!enough.get()) {
            int number = tried.incrementAndGet();
            String order = Integer.toString(number);
            if (client.placed(nodes[number % nodes.length], order)) {
                accepted.add(order);
            } else {
                notAccepted.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void awaitAccepted(int number) throws InterruptedException {
        while (accepted.size() < number) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
