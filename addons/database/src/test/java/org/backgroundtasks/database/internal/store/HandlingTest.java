package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.IntStream;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 A durable task in a database")
@Timeout(120)
class HandlingTest {

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class};

    /** What only the next version of the application has. */
    @ApplicationScoped
    public static class Added implements TaskHandler<Orders.Placed> {

        static final java.util.Queue<String> HANDLED = new java.util.concurrent.ConcurrentLinkedQueue<>();

        @Override
        public void handle(Orders.Placed placed) {
            HANDLED.add(placed.order());
        }
    }

    @BeforeEach
    void forget() {
        Orders.Note.HANDLED.clear();
        Orders.Fail.ATTEMPTS.clear();
        Added.HANDLED.clear();
    }

    @OnEachDatabase
    @DisplayName("is handled once, and its row removed")
    void handled(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            for (int i = 0; i < 50; i++) {
                assertThat(node.post("orders/note/" + i).statusCode()).isEqualTo(200);
            }
            Await.until(() -> database.waiting() == 0);
            assertThat(Orders.Note.HANDLED)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        }
    }

    @OnEachDatabase
    @DisplayName("C-52 that fails is tried again, and after the last attempt a dead letter with its cause")
    void deadLetter(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            node.post("orders/fail/13");
            Await.until(() -> !database.causes().isEmpty());
            assertThat(Orders.Fail.ATTEMPTS).containsExactly(1, 2, 3);
            assertThat(database.causes().get(0)).asString().contains("no paper left for 13");
            assertThat(database.waiting()).isZero();
        }
    }

    @OnEachDatabase
    @DisplayName("C-52 that is a dead letter is handled when an update makes it due again")
    void movedBack(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            node.post("orders/fail/13");
            Await.until(() -> !database.causes().isEmpty());
            database.execute(
                    "update background_tasks set task_name = 'task', attempt = 1, execution_time = last_failure where task_name = 'dead-letter'");
            Await.until(() -> Orders.Fail.ATTEMPTS.size() == 6);
            assertThat(Orders.Fail.ATTEMPTS).containsExactly(1, 2, 3, 1, 2, 3);
            Await.until(() -> !database.causes().isEmpty());
        }
    }

    @OnEachDatabase
    @DisplayName("C-51 waits, in a rolling upgrade, for a node that knows its handler")
    void rollingUpgrade(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node old = new Node(database, Orders.class, BEANS)) {
            try (Node storing =
                    Node.storing(database, Orders.class, Orders.Note.class, Orders.Fail.class, Added.class)) {
                storing.get(DurableTasks.class).add(Added.class, new Orders.Placed("new"));
            }
            Await.until(() -> !database.query("select unknown_times from background_tasks where unknown_times > 0")
                    .isEmpty());
            old.post("orders/note/meanwhile");
            Await.until(() -> Orders.Note.HANDLED.contains("meanwhile"));
            try (Node upgraded = new Node(database, Orders.class, Orders.Note.class, Orders.Fail.class, Added.class)) {
                upgraded.post("orders/note/either");
                Await.until(() -> Added.HANDLED.contains("new"));
                Await.until(() -> database.waiting() == 0);
            }
        }
    }

    @OnEachDatabase
    @DisplayName("C-55 that nobody can read is a dead letter at once, and keeps no other from being handled")
    void poison(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            for (String data : new String[] {"null", "'00'", "'7b7d'", "'7b2276657273696f6e223a2231227d'"}) {
                String binary = data.equals("null") ? data : kind.bytes(data);
                database.execute("insert into background_tasks (task_name, task_instance, task_data, execution_time,"
                        + " picked, version) values ('task', '" + data.replace("'", "") + "', " + binary
                        + ", timestamp '2026-01-01 00:00:00', false, 1)");
            }
            node.post("orders/note/after");
            Await.until(() -> Orders.Note.HANDLED.contains("after"));
            Await.until(() -> database.causes().size() == 4);
            assertThat(database.causes())
                    .allSatisfy(cause -> assertThat(cause)
                            .asString()
                            .containsAnyOf("no task_data", "no JSON object", "names no handler"));
        }
    }

    @OnEachDatabase
    @DisplayName("of 1 MB and more arrives as it was")
    void large(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            assertThat(node.post("orders/large").statusCode()).isEqualTo(202);
            Await.until(() -> database.waiting() == 0);
            assertThat(Orders.Note.HANDLED).containsExactly("ä".repeat(1024 * 1024));
        }
    }
}
