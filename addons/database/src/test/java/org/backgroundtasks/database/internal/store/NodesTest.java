package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.status.spi.Node.State;
import org.backgroundtasks.status.spi.StatusStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-45 The nodes of an application with a database")
@Timeout(120)
class NodesTest {

    private static Node node(TestDatabase database) {
        return new Node(database, Orders.class, Orders.Note.class, Orders.Fail.class);
    }

    /** As a node of another process sees them. */
    private static List<org.backgroundtasks.status.spi.Node> seenBy(StatusStore looking) {
        try {
            return looking.nodes();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static StatusStore looking(Node node, TestDatabase database) {
        return DatabaseStatusStore.open(
                new TestStatusContext(
                        node.get(BackgroundTasksEngine.class), database.source(), new HashMap<>(Node.QUICK)),
                DatabaseSettings.of(TestStatusContext.configuration(Node.QUICK)));
    }

    @OnEachDatabase
    @DisplayName("are listed while they live, and no longer once they have stopped")
    void listed(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node first = node(database)) {
            StatusStore look = looking(first, database);
            assertThat(seenBy(look)).singleElement().satisfies(only -> {
                assertThat(only.state()).isEqualTo(State.RUNNING);
                assertThat(only.host()).isNotEmpty();
                assertThat(only.started()).isBeforeOrEqualTo(only.lastHeartbeat());
            });
            try (Node second = node(database)) {
                assertThat(second).isNotNull();
                assertThat(seenBy(look)).hasSize(2).doesNotHaveDuplicates();
            }
            assertThat(seenBy(look)).hasSize(1);
        }
    }

    @OnEachDatabase
    @DisplayName("say again and again that they live, and are dead when they do not")
    void heartbeats(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = node(database)) {
            StatusStore look = looking(node, database);
            var before = seenBy(look).get(0);
            Await.until(() -> seenBy(look).get(0).lastHeartbeat().isAfter(before.lastHeartbeat()));
            database.execute(
                    "insert into background_tasks_node (name, host, state, started, last_heartbeat, dead_after,"
                            + " waiting, running) select 'killed', 'there', 'running', started, last_heartbeat, started, 0, 0"
                            + " from background_tasks_node");
            assertThat(seenBy(look))
                    .filteredOn(other -> other.name().equals("killed"))
                    .singleElement()
                    .satisfies(killed -> assertThat(killed.state()).isEqualTo(State.DEAD));
        }
    }

    @OnEachDatabase
    @DisplayName("are listed again after their row was removed")
    void removed(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = node(database)) {
            StatusStore look = looking(node, database);
            database.execute("delete from background_tasks_node");
            Await.until(() -> seenBy(look).size() == 1);
        }
    }

    @OnEachDatabase
    @DisplayName("name themselves in the rows of tasks that they handle as they do in their own")
    void sameName(TestDatabase.Kind kind) {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", "1");
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = new Node(database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class)) {
            String name = seenBy(looking(node, database)).get(0).name();
            assertThat(org.backgroundtasks.database.internal.node.NodeName.of(node.get(BackgroundTasksEngine.class)))
                    .isEqualTo(name);
        }
    }
}
