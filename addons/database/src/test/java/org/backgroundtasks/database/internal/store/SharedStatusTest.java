package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.database.internal.store.StatusCalls.get;
import static org.backgroundtasks.database.internal.store.StatusCalls.node;
import static org.backgroundtasks.database.internal.store.StatusCalls.state;
import static org.backgroundtasks.database.internal.store.StatusCalls.status;
import static org.backgroundtasks.database.internal.store.StatusCalls.until;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-45 The status of a task, with a database")
@Timeout(120)
class SharedStatusTest {

    @BeforeEach
    void forget() {
        Jobs.MAY_END.clear();
        Jobs.STARTED.clear();
    }

    @OnEachDatabase
    @DisplayName("in the memory of one node is told by any, at each moment from the response on")
    void inMemory(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            for (String name : List.of("good", "bad")) {
                String path = status(one.post("jobs/memory/" + name));
                assertThat(state(other, path)).isIn("waiting", "running");
                assertThat(Jobs.STARTED.take()).isEqualTo(name);
                until(other, path, "running");
                Await.until(() -> get(other, path).getJsonNumber("progress").doubleValue() == 0.5);
                assertThat(get(other, path).getString("message")).isEqualTo("half of " + name);
                assertThat(get(other, path).getString("name")).isEqualTo(name);
                Jobs.end(name);
                String end = name.equals("good") ? "succeeded" : "failed";
                until(one, path, end);
                until(other, path, end);
                assertThat(get(other, path)).isEqualTo(get(one, path));
            }
        }
    }

    @Test
    @DisplayName("is told by any with the progress that a task reports long after its last")
    void laterProgress() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            String path = status(one.post("jobs/memory/slow"));
            Await.until(() -> state(other, path).equals("running")
                    && get(other, path).getJsonNumber("progress").doubleValue() == 0.5);
            Jobs.end("slow");
            Await.until(() -> get(other, path).getJsonNumber("progress").doubleValue() == 0.9);
            Jobs.end("end of slow");
            until(other, path, "succeeded");
        }
    }

    @OnEachDatabase
    @DisplayName("that is stored is told by any, wherever it is handled")
    void durable(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node storing = node(database, 0);
                Node handling = node(database, 1)) {
            for (String name : List.of("good", "bad")) {
                String path = status(storing.post("jobs/durable/" + name));
                for (Node node : List.of(storing, handling)) {
                    assertThat(state(node, path)).isIn("waiting", "running");
                }
                assertThat(Jobs.STARTED.take()).isEqualTo(name);
                until(storing, path, "running");
                until(handling, path, "running");
                Jobs.end(name);
                String end = name.equals("good") ? "succeeded" : "failed";
                until(storing, path, end);
                until(handling, path, end);
            }
        }
    }

    @OnEachDatabase
    @DisplayName("is lost if the node has died that had the task in its memory, and the same of a durable one waits")
    void lost(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node asked = node(database, 0)) {
            String memory;
            String durable;
            try (Node dying = node(database, 1)) {
                memory = status(dying.post("jobs/memory/good"));
                durable = status(dying.post("jobs/durable/other"));
                Jobs.STARTED.take();
                Jobs.STARTED.take();
                until(asked, memory, "running");
                until(asked, durable, "running");
                // as if it had been killed: no more is heard of it
                database.execute("update background_tasks_status set node = 'killed'");
                assertThat(state(asked, memory)).isEqualTo("lost");
                assertThat(state(asked, durable)).isEqualTo("waiting");
                Jobs.end("good");
                Jobs.end("other");
            }
        }
    }

    @OnEachDatabase
    @DisplayName("takes no row unless a client has its address")
    void untracked(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = node(database, 1)) {
            Jobs.end("good");
            node.post("jobs/untracked/good");
            Jobs.STARTED.take();
            String later = status(node.post("jobs/memory/good"));
            until(node, later, "succeeded");
            assertThat(database.query("select count(*) from background_tasks_status"))
                    .singleElement()
                    .asString()
                    .isEqualTo("1");
        }
    }

    @OnEachDatabase
    @DisplayName("is gone on all nodes once it is too old")
    void forgotten(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            Jobs.end("good");
            String path = status(one.post("jobs/memory/good"));
            until(other, path, "succeeded");
            database.execute("update background_tasks_status set forget_at = added");
            assertThat(other.get(path).statusCode()).isEqualTo(410);
        }
    }

    @Test
    @DisplayName("costs a request no error if the database is gone, and is told by the others when that is back")
    void databaseGone() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            database.execute("alter table background_tasks_status rename to elsewhere");
            Jobs.end("good");
            String path = status(one.post("jobs/memory/good"));
            until(one, path, "succeeded");
            assertThat(other.get(path).statusCode()).isEqualTo(503);
            database.execute("alter table elsewhere rename to background_tasks_status");
            Await.until(() -> other.get(path).statusCode() == 200);
            assertThat(state(other, path)).isEqualTo("succeeded");
        }
    }

    @Test
    @DisplayName("is kept in the memory of each node if that is configured")
    void memoryOnly() throws Exception {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.status.store", "memory");
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
                Node node = new Node(database.source(), settings, Jobs.class, Jobs.Work.class)) {
            Jobs.end("good");
            String path = status(node.post("jobs/memory/good"));
            until(node, path, "succeeded");
            assertThat(database.query("select table_name from information_schema.tables where table_schema = 'PUBLIC'"))
                    .containsExactlyInAnyOrder(
                            "BACKGROUND_TASKS", "BACKGROUND_TASKS_HISTORY", "BACKGROUND_TASKS_PAUSED");
        }
    }
}
