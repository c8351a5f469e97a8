package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-51 A task in a database that a node had taken which died")
@Timeout(120)
class LostNodeTest {

    /** Tells its attempts. */
    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 10, longestDelay = 10, unit = ChronoUnit.MILLIS)
    public static class Count implements TaskHandler<Orders.Placed> {

        static final Queue<Integer> ATTEMPTS = new ConcurrentLinkedQueue<>();

        @Inject
        TaskContext task;

        @Override
        public void handle(Orders.Placed placed) {
            ATTEMPTS.add(task.attempt());
        }
    }

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class, Count.class};

    @BeforeEach
    void forget() {
        Count.ATTEMPTS.clear();
    }

    private static void storeAsTakenBy(TestDatabase database, String node) {
        try (Node storing = Node.storing(database, Orders.class, BEANS)) {
            storing.get(DurableTasks.class).add(Count.class, new Orders.Placed("1"));
        }
        take(database, node);
    }

    private static void take(TestDatabase database, String node) {
        database.execute(
                "update background_tasks set picked = true, picked_by = '" + node
                        + "', last_heartbeat = timestamp '2026-01-01 00:00:00', version = version + 1 where task_name = 'task'");
    }

    @OnEachDatabase
    @DisplayName("is handled by another, to which this is the second attempt")
    void handled(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            storeAsTakenBy(database, "dead");
            try (Node node = new Node(database, Orders.class, BEANS)) {
                Await.until(() -> database.waiting() == 0);
                assertThat(node.get(Count.class)).isNotNull();
            }
            assertThat(Count.ATTEMPTS).containsExactly(2);
        }
    }

    @OnEachDatabase
    @DisplayName("C-55 is a dead letter if it was so at each attempt")
    void fatal(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            storeAsTakenBy(database, "dead");
            database.execute("update background_tasks set attempt = 3");
            try (Node node = new Node(database, Orders.class, BEANS)) {
                Await.until(() -> database.causes().size() == 1);
                assertThat(node.get(Count.class)).isNotNull();
            }
            assertThat(Count.ATTEMPTS).isEmpty();
            assertThat(database.causes().get(0))
                    .asString()
                    .contains("LostAttemptException: Attempt 3 ended without a result");
        }
    }
}
