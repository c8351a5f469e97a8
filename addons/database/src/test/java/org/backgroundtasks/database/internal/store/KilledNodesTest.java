package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.database.internal.store.StatusCalls.status;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("kill")
@DisplayName("Two nodes that are killed in turn, a database, and a client that asks each in turn")
@Timeout(300)
class KilledNodesTest {

    private static final int KILLS = 4;
    private static final int PAIRS_BETWEEN_KILLS = 10;
    private static final int CONSUMERS = 2;
    private static final Set<String> STATES = Set.of("waiting", "running", "succeeded", "lost");

    private final AtomicReferenceArray<NodeProcess> nodes = new AtomicReferenceArray<>(2);
    /** Whether a task is durable, by the path of its status. */
    private final Map<String, Boolean> accepted = new ConcurrentHashMap<>();
    /** The node that had a task in its memory. */
    private final Map<String, NodeProcess> owners = new ConcurrentHashMap<>();

    private final Set<NodeProcess> killed = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private int turn;

    private static NodeProcess start(TestDatabase database) throws IOException {
        return NodeProcess.start(database, CONSUMERS, Turns.class, Turns.Take.class);
    }

    /** Has the next node accept a task, or the one after it if that is killed. */
    private void add(boolean durable) throws Exception {
        while (true) {
            NodeProcess node = nodes.get(turn++ % 2);
            try {
                String path = status(node.post("turns/" + (durable ? "durable" : "memory")));
                owners.put(path, node);
                accepted.put(path, durable);
                return;
            } catch (IOException dead) {
                assertThat(killed).as("%s; %s", dead, node.log()).contains(node);
            }
        }
    }

    private void addPairs() throws Exception {
        for (int i = 0; i < PAIRS_BETWEEN_KILLS; i++) {
            add(false);
            add(true);
            // so that each node has both kinds
            turn++;
        }
    }

    /** The state that a node tells; null of one that is killed. */
    private String ask(int number, String path) throws InterruptedException {
        NodeProcess node = nodes.get(number);
        HttpResponse<String> answer;
        try {
            answer = node.get(path);
        } catch (IOException dead) {
            // or about to be
            return null;
        }
        if (answer.statusCode() != 200) {
            wrong.add(number + " answers " + answer.statusCode() + " for " + path + ": " + answer.body());
            return null;
        }
        return StatusCalls.read(answer).getString("state");
    }

    private Void askBoth() throws InterruptedException {
        while (!enough.get()) {
            for (String path : accepted.keySet()) {
                for (int number = 0; number < 2; number++) {
                    String state = ask(number, path);
                    if (state != null && !STATES.contains(state)) {
                        wrong.add(number + " says " + state + " of " + path);
                    }
                }
            }
        }
        return null;
    }

    private boolean bothSayTheEndOf(String path) {
        assertThat(wrong).isEmpty();
        try {
            String one = ask(0, path);
            String other = ask(1, path);
            NodeProcess owner = owners.get(path);
            boolean mayBeLost = !accepted.get(path) && killed.contains(owner);
            return one != null && one.equals(other) && (one.equals("succeeded") || (mayBeLost && one.equals("lost")));
        } catch (InterruptedException timeout) {
            throw new AssertionError("No end of " + path, timeout);
        }
    }

    @Test
    @DisplayName(
            "C-45 tell the status of each task at every moment, and its end in the end, which is lost in the memory of the killed only")
    void throughKills() throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        Random random = new Random(seed);
        ExecutorService clients = Executors.newFixedThreadPool(2);
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL)) {
            nodes.set(0, start(database));
            nodes.set(1, start(database));
            Future<Void> asking = clients.submit(this::askBoth);
            for (int i = 0; i < KILLS; i++) {
                addPairs();
                int victim = random.nextInt(2);
                NodeProcess dying = nodes.get(victim);
                killed.add(dying);
                dying.kill();
                addPairs();
                nodes.set(victim, start(database));
            }
            addPairs();
            for (String path : accepted.keySet()) {
                Await.until(() -> bothSayTheEndOf(path));
            }
            enough.set(true);
            asking.get();
            assertThat(wrong).as("seed %d", seed).isEmpty();
        } finally {
            enough.set(true);
            clients.shutdownNow();
            for (int i = 0; i < 2; i++) {
                NodeProcess node = nodes.get(i);
                if (node != null) {
                    node.close();
                }
            }
        }
    }
}
