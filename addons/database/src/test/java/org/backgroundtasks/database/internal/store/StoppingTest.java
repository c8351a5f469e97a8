package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-32 A task in a database whose node stops")
@Timeout(120)
class StoppingTest {

    /** Ends only when interrupted. */
    @ApplicationScoped
    public static class Hang implements TaskHandler<Orders.Placed> {

        static volatile CountDownLatch begun = new CountDownLatch(1);

        @Override
        public void handle(Orders.Placed placed) throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }
    }

    @OnEachDatabase
    @DisplayName("is given back as it was, for any node to take at once")
    void givenBack(TestDatabase.Kind kind) throws InterruptedException {
        Hang.begun = new CountDownLatch(1);
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.drain-timeout", "0.2s");
        settings.put("background-tasks.durable.consumers", "1");
        try (TestDatabase database = TestDatabase.of(kind)) {
            try (Node node = new Node(
                    database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class, Hang.class)) {
                node.get(DurableTasks.class).add(Hang.class, new Orders.Placed("hangs"));
                Hang.begun.await();
                node.get(DurableTasks.class).add(Hang.class, new Orders.Placed("waits"));
            }
            assertThat(database.query("select picked from background_tasks")).isEqualTo(List.of(false, false));
            assertThat(database.query("select attempt from background_tasks")).isEqualTo(List.of(1, 1));
        }
    }
}
