package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.operations.HandlerQueue;
import org.backgroundtasks.spi.operations.HistoryEntry;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.backgroundtasks.spi.operations.LastHour;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskDetails;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskPage;
import org.backgroundtasks.spi.operations.TaskRow;
import org.backgroundtasks.spi.operations.TaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-46 An operator of durable tasks in a database")
@Timeout(120)
class OperationsTest {

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class};
    private static final String NOTE = Orders.Note.class.getName();
    private static final String FAIL = Orders.Fail.class.getName();

    @BeforeEach
    void forget() {
        Orders.Note.HANDLED.clear();
        Orders.Fail.ATTEMPTS.clear();
    }

    static StoreOperations operations(Node node) throws IOException {
        return Objects.requireNonNull(Objects.requireNonNull(
                        node.get(BackgroundTasksEngine.class).addOns().storedTasks())
                .operations());
    }

    private static List<String> names(TaskPage page) {
        return page.rows().stream().map(TaskRow::name).toList();
    }

    private static TaskFilter named(TaskState state, String name) {
        return new TaskFilter(state, null, null, name, null, null);
    }

    private static HandlerQueue queue(StoreOperations operations, String handler) throws IOException {
        return operations.queues().stream()
                .filter(queue -> queue.handler().equals(handler))
                .findAny()
                .orElseThrow();
    }

    private static void awaitDead(TestDatabase database, int number) {
        Await.until(() -> database.causes().size() == number);
    }

    @OnEachDatabase
    @DisplayName("sees the length and the age of each handler's queue")
    void queues(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            node.post("orders/three");
            node.post("orders/delayed");
            node.post("orders/fail/1");
            HandlerQueue notes = queue(operations(node), NOTE);
            assertThat(notes.waiting()).isEqualTo(3);
            assertThat(notes.delayed()).isEqualTo(1);
            assertThat(notes.dead()).isZero();
            assertThat(notes.oldest()).isNotNull().isPositive();
            assertThat(notes.pause()).isNull();
            assertThat(queue(operations(node), FAIL).waiting()).isEqualTo(1);
        }
    }

    @OnEachDatabase
    @DisplayName("lists tasks of a state by handler, name, path and cause, where % and _ are letters")
    void filters(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            node.post("orders/fail/100x7");
            node.post("orders/fail/100_5");
            awaitDead(database, 2);
            StoreOperations seen = operations(node);
            DurableTasks durable = node.get(DurableTasks.class);
            durable.named("Über_Nacht")
                    .delayed(java.time.Duration.ofHours(1))
                    .add(Orders.Note.class, new Orders.Placed("1"));
            durable.named("UberXNacht")
                    .delayed(java.time.Duration.ofHours(1))
                    .add(Orders.Note.class, new Orders.Placed("2"));

            assertThat(names(seen.list(named(TaskState.DELAYED, "r_nacht"), null, 10)))
                    .containsExactly("Über_Nacht");
            assertThat(names(seen.list(named(TaskState.DELAYED, "nacht"), null, 10)))
                    .containsExactly("Über_Nacht", "UberXNacht");
            assertThat(names(seen.list(named(TaskState.WAITING, "nacht"), null, 10)))
                    .isEmpty();
            TaskFilter byCause = new TaskFilter(TaskState.DEAD, null, FAIL, null, null, "paper left for 100_");
            TaskRow dead = seen.list(byCause, null, 10).rows().get(0);
            assertThat(seen.count(byCause)).isEqualTo(1);
            assertThat(dead.path()).isEqualTo("/orders/fail/100_5");
            assertThat(dead.attempt()).isEqualTo(3);
            assertThat(dead.cause()).contains("no paper left for 100_5");
            assertThat(seen.count(new TaskFilter(TaskState.DEAD, null, null, null, "/FAIL/100", null)))
                    .isEqualTo(2);
            assertThat(seen.count(new TaskFilter(TaskState.DEAD, null, NOTE, null, null, null)))
                    .isZero();
        }
    }

    @OnEachDatabase
    @DisplayName(
            "pages through tasks, the next page where the last one ended, and misses none that are due at one time")
    void pages(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            for (int i = 0; i < 7; i++) {
                node.post("orders/three");
            }
            StoreOperations seen = operations(node);
            List<TaskRow> all = new ArrayList<>();
            String next = null;
            int pages = 0;
            do {
                TaskPage page = seen.list(TaskFilter.of(TaskState.WAITING), next, 4);
                all.addAll(page.rows());
                next = page.next();
                pages++;
            } while (next != null);
            assertThat(pages).isEqualTo(6);
            Set<String> ids = new HashSet<>(all.stream().map(TaskRow::id).toList());
            assertThat(all).hasSize(21);
            assertThat(ids).hasSize(21);
            assertThat(all)
                    .isSortedAccordingTo(java.util.Comparator.comparing(row -> Objects.requireNonNull(row.due())));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> seen.list(TaskFilter.of(TaskState.WAITING), "page 2", 4));
        }
    }

    @OnEachDatabase
    @DisplayName("sees one task with each attempt, its cause, its node and its times")
    void history(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            String id = node.post("orders/fail/13").body();
            awaitDead(database, 1);
            StoreOperations seen = operations(node);
            TaskDetails details = Objects.requireNonNull(seen.find(id));
            assertThat(details.row().state()).isEqualTo(TaskState.DEAD);
            assertThat(details.method()).isEqualTo("POST");
            assertThat(details.row().failedAt())
                    .isAfterOrEqualTo(details.addedAt().minusSeconds(5));
            assertThat(seen.history(id))
                    .extracting(HistoryEntry::outcome)
                    .containsExactly(End.FAILED, End.FAILED, End.DEAD);
            assertThat(seen.history(id)).extracting(HistoryEntry::attempt).containsExactly(1, 2, 3);
            assertThat(seen.history(id)).allSatisfy(attempt -> {
                assertThat(attempt.cause()).contains("no paper left for 13");
                assertThat(attempt.node()).isNotEmpty();
                assertThat(attempt.operator()).isNull();
            });

            String handled = node.post("orders/note/1").body();
            Await.until(() -> database.waiting() == 0);
            assertThat(seen.find(handled)).isNull();
            assertThat(seen.history(handled)).extracting(HistoryEntry::outcome).containsExactly(End.SUCCEEDED);
        }
    }

    @OnEachDatabase
    @DisplayName("retries one dead letter, which has all its attempts again, and the history says who did")
    void retriesOne(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            String id = node.post("orders/fail/13").body();
            node.post("orders/fail/14");
            awaitDead(database, 2);
            StoreOperations seen = operations(node);
            assertThat(seen.retry(TaskFilter.ofTask(id), "olga")).isEqualTo(1);
            Await.until(() -> Orders.Fail.ATTEMPTS.size() == 9);
            awaitDead(database, 2);
            List<HistoryEntry> entries = seen.history(id);
            assertThat(entries).hasSize(7);
            assertThat(entries.get(3).outcome()).isEqualTo(End.RETRIED);
            assertThat(entries.get(3).operator()).isEqualTo("olga");
        }
    }

    @OnEachDatabase
    @DisplayName("retries or discards all that match, and none that does not")
    void changesAll(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database, Orders.class, BEANS)) {
            node.post("orders/fail/paper1");
            node.post("orders/fail/paper2");
            node.post("orders/fail/ink");
            awaitDead(database, 3);
            StoreOperations seen = operations(node);
            TaskFilter paper = new TaskFilter(TaskState.DEAD, null, null, null, null, "left for paper");
            assertThat(seen.retry(paper, "olga")).isEqualTo(2);
            Await.until(() -> Orders.Fail.ATTEMPTS.size() == 15);
            awaitDead(database, 3);
            assertThat(seen.discard(paper, "olga")).isEqualTo(2);
            assertThat(database.causes()).singleElement().asString().contains("ink");
            assertThat(seen.discard(TaskFilter.of(TaskState.RUNNING), "olga")).isZero();
        }
    }

    @OnEachDatabase
    @DisplayName("discards 1,200 tasks in one go")
    void discardsMany(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            database.execute(many(kind, 1_200, "task", "timestamp '2026-01-01 00:00:00'", "null"));
            node.post("orders/fail/stays");
            StoreOperations seen = operations(node);
            TaskFilter notes = new TaskFilter(TaskState.WAITING, null, NOTE, null, null, null);
            assertThat(seen.count(notes)).isEqualTo(1_200);
            assertThat(seen.discard(notes, "olga")).isEqualTo(1_200);
            assertThat(database.waiting()).isEqualTo(1);
            assertThat(database.query("select count(*) from background_tasks_history where outcome = 'discarded'"))
                    .singleElement()
                    .asString()
                    .isEqualTo("1200");
        }
    }

    /** A statement that inserts so many rows. */
    static String many(TestDatabase.Kind kind, int number, String taskName, String due, String failed) {
        String numbers = kind == TestDatabase.Kind.POSTGRESQL
                ? "generate_series(1, " + number + ") as numbers(x)"
                : "system_range(1, " + number + ") as numbers";
        return "insert into background_tasks (task_name, task_instance, execution_time, last_failure, picked, version, handler,"
                + " label, request_path, cause) select '" + taskName + "', 'many-' || x, " + due + ", " + failed
                + ", false, 1, '" + NOTE + "', 'note', '/orders', 'no paper' from " + numbers;
    }

    @OnEachDatabase
    @DisplayName("pauses a handler on every node, while others go on, and resumes it")
    void pauses(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node one = new Node(database, Orders.class, BEANS);
                Node two = new Node(database, Orders.class, BEANS)) {
            StoreOperations seen = operations(one);
            assertThat(seen.pause(NOTE, "olga")).isTrue();
            assertThat(seen.pause(NOTE, "oscar")).isFalse();
            one.post("orders/note/1");
            two.post("orders/note/2");
            one.post("orders/fail/goes-on");
            awaitDead(database, 1);
            Await.until(() -> database.query("select 1 from background_tasks where task_name = 'paused'")
                            .size()
                    == 2);
            assertThat(Orders.Note.HANDLED).isEmpty();
            HandlerQueue notes = queue(operations(two), NOTE);
            assertThat(notes.held()).isEqualTo(2);
            assertThat(Objects.requireNonNull(notes.pause()).operator()).isEqualTo("olga");
            assertThat(names(seen.list(TaskFilter.of(TaskState.PAUSED), null, 10)))
                    .containsExactly(NOTE, NOTE);

            assertThat(operations(two).resume(NOTE)).isTrue();
            assertThat(operations(two).resume(NOTE)).isFalse();
            Await.until(() -> Orders.Note.HANDLED.size() == 2);
            assertThat(Orders.Note.HANDLED).containsExactlyInAnyOrder("1", "2");
        }
    }

    @OnEachDatabase
    @DisplayName(
            "sets aside what waits as a handler is paused, and a row set aside too late is handed out all the same")
    void setAside(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind)) {
            try (Node storing = Node.storing(database, Orders.class, BEANS)) {
                storing.post("orders/note/1");
                operations(storing).pause(NOTE, "olga");
                assertThat(database.waiting()).isZero();
                operations(storing).resume(NOTE);
                assertThat(database.waiting()).isEqualTo(1);
            }
            database.execute("update background_tasks set task_name = 'paused'");
            try (Node node = new Node(database, Orders.class, BEANS)) {
                node.post("orders/note/2");
                Await.until(() -> Orders.Note.HANDLED.size() == 2);
            }
        }
    }

    @OnEachDatabase
    @DisplayName(
            "sees how many attempts of each name succeeded and failed in the last hour, with waiting and running times")
    void lastHour(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            for (int i = 1; i <= 100; i++) {
                database.execute(
                        "insert into background_tasks_history (task_instance, label, outcome, attempt, node, ended_at,"
                                + " waited_millis, ran_millis) values ('" + i + "', 'mail', '"
                                + (i <= 10 ? "failed" : "succeeded")
                                + "', 1, 'n', " + now(kind) + ", " + i + ", " + 10 * i + ")");
            }
            LastHour hour = operations(node).lastHour();
            assertThat(hour.complete()).isTrue();
            LastHour.ByName mail = hour.names().get(0);
            assertThat(mail.name()).isEqualTo("mail");
            assertThat(mail.succeeded()).isEqualTo(90);
            assertThat(mail.failed()).isEqualTo(10);
            assertThat(mail.waitMedian()).hasMillis(50);
            assertThat(mail.waitHigh()).hasMillis(95);
            assertThat(mail.runMedian()).hasMillis(500);
            assertThat(mail.runHigh()).hasMillis(950);
        }
    }

    private static String now(TestDatabase.Kind kind) {
        return kind == TestDatabase.Kind.POSTGRESQL ? "now()" : "current_timestamp at time zone 'UTC'";
    }

    @OnEachDatabase
    @DisplayName("finds nothing of attempts that are older than the history is kept")
    void forgets(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            Node.storing(database, Orders.class, BEANS).close();
            database.execute(
                    "insert into background_tasks_history (task_instance, label, outcome, attempt, node, ended_at,"
                            + " waited_millis, ran_millis) values ('1', 'mail', 'failed', 1, 'n',"
                            + " timestamp '2026-01-01 00:00:00', 1, 1)");
            try (Node node = new Node(database, Orders.class, BEANS)) {
                String id = node.post("orders/note/1").body();
                Await.until(() -> database.query("select task_instance from background_tasks_history")
                        .equals(List.of(id)));
            }
        }
    }
}
