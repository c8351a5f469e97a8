package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.database.internal.store.StatusCalls.get;
import static org.backgroundtasks.database.internal.store.StatusCalls.node;
import static org.backgroundtasks.database.internal.store.StatusCalls.status;
import static org.backgroundtasks.database.internal.store.StatusCalls.until;

import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@DisplayName("C-45 A task of another node, with a database,")
// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class OtherNodeTest {

    @BeforeEach
    void forget() {
        Jobs.MAY_END.clear();
        Jobs.STARTED.clear();
    }

    @OnEachDatabase
    @DisplayName("is streamed by another node than the task's with its changes, up to the end")
    void followed(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            String path = status(one.post("jobs/memory/slow"));
            Await.until(() -> get(other, path).getJsonNumber("progress").doubleValue() == 0.5);
            Iterator<String> events = other.follow(path);
            Iterator<String> again = other.follow(path);
            assertThat(events.next()).contains("running", "half of slow");
            Jobs.end("slow");
            assertThat(events.next()).contains("running", "most of slow");
            Jobs.end("end of slow");
            assertThat(events.next()).contains("succeeded");
            assertThat(events.hasNext()).isFalse();
            assertThat(again).toIterable().hasSize(3).last().asString().contains("succeeded");
        }
    }

    @OnEachDatabase
    @DisplayName("is streamed by the node that stored the task, through the attempts of the one that handles it")
    void followedDurable(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node storing = node(database, 0)) {
            String path = status(storing.post("jobs/durable/bad"));
            Iterator<String> events = storing.follow(path);
            assertThat(events.next()).contains("waiting");
            try (Node handling = node(database, 1)) {
                String event = events.next();
                assertThat(event).contains("running");
                Jobs.end("bad");
                while (events.hasNext()) {
                    event = events.next();
                }
                assertThat(event).contains("failed", "\"attempt\":2");
                until(handling, path, "failed");
            }
        }
    }

    @Test
    @DisplayName("is streamed no more by another node once it is forgotten")
    void followedForgotten() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            String path = status(one.post("jobs/memory/good"));
            Await.until(() -> get(other, path).getJsonNumber("progress").doubleValue() == 0.5);
            Iterator<String> events = other.follow(path);
            assertThat(events.next()).contains("running");
            database.execute("update background_tasks_status set forget_at = added");
            assertThat(events.hasNext()).isFalse();
            Jobs.end("good");
        }
    }

    @OnEachDatabase
    @DisplayName("becomes cancelled if another node than the task's is asked to cancel it, in memory or durable")
    void cancelled(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind);
                Node one = node(database, 0);
                Node other = node(database, 1)) {
            String memory = status(one.post("jobs/memory/memory"));
            String durable = status(one.post("jobs/durable/durable"));
            Map<String, Node> foreign = Map.of(memory, other, durable, one);
            for (Map.Entry<String, Node> asked : foreign.entrySet()) {
                String path = asked.getKey();
                Node node = asked.getValue();
                until(node, path, "running");
                assertThat(node.delete(path).statusCode()).isEqualTo(202);
                until(one, path, "cancelled");
                until(other, path, "cancelled");
                assertThat(node.delete(path).statusCode()).isEqualTo(409);
            }
            assertThat(database.query("select cancel_asked from background_tasks_status"))
                    .hasSize(2)
                    .allSatisfy(asked -> assertThat(asked).hasToString("0"));
        }
    }

    @Test
    @DisplayName("says why a stored task that no node handles is not cancelled")
    void notCancelled() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
                Node one = node(database, 0);
                Node other = node(database, 0)) {
            String durable = status(one.post("jobs/durable/good"));
            for (Node node : List.of(one, other)) {
                HttpResponse<String> refused = node.delete(durable);
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains("no node handles it now");
            }
        }
    }
}
