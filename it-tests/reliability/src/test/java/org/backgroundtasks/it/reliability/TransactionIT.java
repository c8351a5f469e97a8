package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WildFly with a database, and with a broker or without one, killed while transactions commit and roll back. */
@DisplayName("Transactions of a server that is killed")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class TransactionIT {

    private static final int CLIENTS = 8;
    private static final int COMMITTED = 204;
    private static final int ROLLED_BACK = 409;

    /**
     * Each pass begins two seconds after the last, and not two minutes. A branch without a decision is rolled back after ten
     * seconds: WildFly does not ask whether its transaction is under way, and on a busy machine that may take longer than one.
     */
    private static final String[] RECOVER_SOON = {
        "-Dcom.arjuna.ats.arjuna.recovery.periodicRecoveryPeriod=2",
        "-Dcom.arjuna.ats.arjuna.recovery.recoveryBackoffPeriod=1",
        "-Dcom.arjuna.ats.jta.orphanSafetyInterval=10000"
    };

    private final int kills = Size.of("transactions.kills");
    private final Set<Integer> committed = ConcurrentHashMap.newKeySet();
    private final Set<Integer> rolledBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tried = new AtomicInteger();
    private final Semaphore answered = new Semaphore(0);
    private final AtomicBoolean enough = new AtomicBoolean();

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Database$Kind#selected")
    @Promise({"C-50", "C-51"})
    @Holds(
            "a durable task is handled if and only if the row inserted in its transaction is committed, on a WildFly that is killed")
    void equivalent(Database.Kind kind) throws Exception {
        commitAndRollBack(kind, new BrokerBesideRows());
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Database$Kind#selected")
    @Promise({"C-50", "C-51", "C-54"})
    @Holds(
            "a durable task in the database of its row is handled if and only if the row is committed, without XA, on a WildFly that is killed")
    void withoutXa(Database.Kind kind) throws Exception {
        commitAndRollBack(kind, new TasksBesideRows());
    }

    private void commitAndRollBack(Database.Kind kind, RowStore store) throws Exception {
        assumeThat(Runtimes.selected()).contains(Runtimes.WILDFLY);
        long seed = Long.getLong("it.seed", System.nanoTime());
        System.out.println("RELIABILITY transaction " + kind + ": seed " + seed + ", replayed by -Dit.seed=" + seed);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (WildFly server = new WildFly(store.configuration(), RECOVER_SOON);
                Database database = kind.start(server.work)) {
            server.start();
            server.script(store.administration(database));
            URL url = server.deploy("transaction", store.archive());
            assertThat(ask(url, "POST", "rows")).isEmpty();
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed + i);
                load.add(clients.submit(() -> {
                    place(url, random);
                    return null;
                }));
            }
            int each = Size.of("transactions") / (kills + 1);
            int inDoubt = 0;
            for (int i = 0; i < kills; i++) {
                answered.acquire(each);
                server.kill();
                inDoubt += inDoubt(server.work);
                server.start();
                Server.awaitAnswer(url);
            }
            answered.acquire(each);
            enough.set(true);
            for (Future<?> client : load) {
                client.get();
            }
            awaitSettled(store, server, url);

            List<Integer> placed = ids(ask(url, "GET", "rows/placed"));
            System.out.println(
                    "RELIABILITY transaction " + kind + ", " + store + ": seed " + seed + ", " + kills + " kills, "
                            + committed.size() + " answered as committed, " + rolledBack.size() + " as rolled back, "
                            + (tried.get() - committed.size() - rolledBack.size()) + " otherwise or not at all; "
                            + inDoubt + " in doubt when killed; " + placed.size() + " rows, handled again "
                            + ask(url, "GET", "rows/repeated"));
            assertThat(ids(ask(url, "GET", "rows/handled"))).as("seed %d", seed).isEqualTo(placed);
            assertThat(placed).containsAll(committed).doesNotContainAnyElementsOf(rolledBack);
        } finally {
            clients.shutdownNow();
        }
    }

    /** One of the clients: places rows, each once, whether the server answers or not. */
    private void place(URL url, Random random) throws InterruptedException {
        while (!enough.get()) {
            int id = tried.incrementAndGet();
            boolean rollBack = random.nextBoolean();
            try (Raw raw = new Raw(url)) {
                int status = raw.request("POST", "rows/" + id + "?roll-back=" + rollBack)
                        .response("POST")
                        .status();
                if (status == COMMITTED && !rollBack) {
                    committed.add(id);
                    answered.release();
                } else if (status == ROLLED_BACK && rollBack) {
                    rolledBack.add(id);
                    answered.release();
                } else {
                    Server.awaitAnswer(url);
                }
            } catch (IOException killed) {
                Server.awaitAnswer(url);
            }
        }
    }

    static String ask(URL url, String method, String path) throws IOException {
        try (Raw raw = new Raw(url)) {
            Raw.Response response = raw.request(method, path).response(method);
            assertThat(response.status()).as("%s", path).isBetween(200, 299);
            return response.text();
        }
    }

    private static List<Integer> ids(String list) {
        return Stream.of(list.substring(1, list.length() - 1).split(", ", -1))
                .filter(id -> !id.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** How many transactions the killed server had decided to commit and not finished. */
    private static int inDoubt(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("data/tx-object-store"))) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }

    /** Waits until the server has recovered what was in doubt, and handled what was stored. */
    private static void awaitSettled(RowStore store, WildFly server, URL url) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        for (List<String> left = store.left(server, url); !left.isEmpty(); left = store.left(server, url)) {
            assertThat(System.nanoTime()).as("%s after five minutes", left).isLessThan(end);
        }
    }
}
