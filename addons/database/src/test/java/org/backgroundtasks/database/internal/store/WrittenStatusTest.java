package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.database.internal.store.StatusCalls.node;
import static org.backgroundtasks.database.internal.store.StatusCalls.status;
import static org.backgroundtasks.database.internal.store.StatusCalls.until;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StoredStatus;
import org.backgroundtasks.status.spi.StoredStatus.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-45 What a node writes of a task")
@Timeout(120)
class WrittenStatusTest {

    private static final Instant ADDED = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void forget() {
        Jobs.MAY_END.clear();
        Jobs.STARTED.clear();
    }

    private static StatusStore store(Node node, TestDatabase database) {
        StatusStore store = DatabaseStatusStore.open(
                new TestStatusContext(node.get(BackgroundTasksEngine.class), database.source(), Node.QUICK),
                DatabaseSettings.of(TestStatusContext.configuration(Node.QUICK)));
        assertThat(store.start(key -> null, key -> {})).isNotEmpty();
        return store;
    }

    private static StoredStatus told(Step step, int attempt, int version, int startedSecond, int endedSecond) {
        return told(step, attempt, version, startedSecond, endedSecond, "hash");
    }

    private static StoredStatus told(
            Step step, int attempt, int version, int startedSecond, int endedSecond, String hash) {
        return new StoredStatus(
                hash,
                "name",
                step == Step.RUNNING ? "running" : step == Step.ENDED ? "failed" : "waiting",
                step,
                attempt,
                version,
                0,
                "",
                ADDED,
                second(startedSecond),
                second(endedSecond),
                null,
                null,
                List.of(),
                true);
    }

    private static @Nullable Instant second(int number) {
        return number == 0 ? null : ADDED.plusSeconds(number);
    }

    private static String written(StatusStore store) {
        return written(store, "hash");
    }

    private static String written(StatusStore store, String hash) {
        try {
            FoundStatus found = store.find(hash);
            return found == null ? "nothing" : found.status().state();
        } catch (IOException gone) {
            return "no answer";
        }
    }

    @OnEachDatabase
    @DisplayName("is not undone by what it knew before, and is by a new attempt")
    void late(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = node(database, 0)) {
            StatusStore store = store(node, database);
            try {
                store.putNow(told(Step.WAITING, 1, 0, 0, 0));
                store.putNow(told(Step.ENDED, 1, 3, 1, 2));
                store.putNow(told(Step.RUNNING, 1, 2, 1, 0));
                store.putNow(told(Step.WAITING, 1, 1, 0, 0));
                assertThat(written(store)).isEqualTo("failed");
                // an operator has a dead letter tried again, of which this node has forgotten all
                store.putNow(told(Step.RUNNING, 1, 1, 3, 0));
                Await.until(() -> written(store).equals("running"));
            } finally {
                store.close();
            }
        }
    }

    @Test
    @DisplayName("is not undone by what it knew before while both wait for the database")
    void lateWhileGone() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
                Node node = node(database, 0)) {
            StatusStore store = store(node, database);
            try {
                store.putNow(told(Step.RUNNING, 1, 2, 1, 0));
                database.execute("alter table background_tasks_status rename to elsewhere");
                store.putNow(told(Step.ENDED, 1, 3, 1, 2));
                store.put(told(Step.RUNNING, 1, 2, 1, 0), true);
                database.execute("alter table elsewhere rename to background_tasks_status");
                store.put(told(Step.WAITING, 1, 0, 0, 0, "put last"), true);
                Await.until(() -> written(store, "put last").equals("waiting"));
                assertThat(written(store)).isEqualTo("failed");
            } finally {
                store.close();
            }
        }
    }

    @Test
    @DisplayName(
            "is the end of a durable task before the task is removed, so that a node that dies leaves no end untold")
    void endFirst() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
                Node node = node(database, 1)) {
            database.execute("create table untold (status_hash varchar(100))");
            database.execute("create function slow() returns trigger as 'begin perform pg_sleep(0.1); return new; end'"
                    + " language plpgsql");
            database.execute("create trigger slow before update on background_tasks_status for each row"
                    + " when (new.step = 2) execute function slow()");
            database.execute("create function look() returns trigger as 'begin"
                    + " insert into untold select s.status_hash from background_tasks_status s"
                    + " where s.status_hash = old.status_hash and s.step < 2; return old; end' language plpgsql");
            database.execute(
                    "create trigger look after delete on background_tasks for each row execute function look()");
            for (String name : List.of("good", "other")) {
                Jobs.end(name);
                String path = status(node.post("jobs/durable/" + name));
                until(node, path, "succeeded");
            }
            Await.until(() -> database.waiting() == 0);
            assertThat(database.query("select status_hash from untold")).isEmpty();
        }
    }
}
