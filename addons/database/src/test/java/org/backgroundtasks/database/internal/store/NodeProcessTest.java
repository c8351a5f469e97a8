package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.database.internal.store.StatusCalls.status;
import static org.backgroundtasks.database.internal.store.StatusCalls.until;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Two nodes in processes of their own, with a database")
@Timeout(180)
class NodeProcessTest {

    private static final int MANY = 400;

    private static Node node(TestDatabase database, int consumers) {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", Integer.toString(consumers));
        return new Node(database.source(), settings, Stuck.class, Stuck.Send.class);
    }

    @Test
    @DisplayName(
            "C-56 none of 400 tasks in memory is lost or listed when their node is stopped by SIGTERM, and another handles them")
    void terminated() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL)) {
            String last;
            try (NodeProcess stopped = NodeProcess.start(database, 0, Stuck.class, Stuck.Send.class)) {
                last = status(stopped.post("stuck/many/" + MANY));
                stopped.terminate();
                assertThat(stopped.log()).contains("handed over to the store").doesNotContain("ERROR", "SEVERE");
            }
            assertThat(database.waiting()).isEqualTo(MANY);
            Stuck.HANDLED.clear();
            Stuck.mayEnd = new CountDownLatch(0);
            try (Node next = node(database, 4)) {
                Await.until(() -> database.waiting() == 0);
                until(next, last, "succeeded");
            }
            assertThat(Stuck.HANDLED)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, MANY)
                            .mapToObj(i -> "number " + i)
                            .toList());
        }
    }

    @Test
    @DisplayName("C-45 a task in the memory of a node that is killed by SIGKILL is lost, and the other says so")
    void killed() throws Exception {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
                Node asked = node(database, 0);
                NodeProcess killed = NodeProcess.start(database, 0, Stuck.class, Stuck.Send.class)) {
            String path = status(killed.post("stuck/memory"));
            until(asked, path, "running");
            killed.kill();
            until(asked, path, "lost");
        }
    }
}
