package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 Nodes that share a table")
@Timeout(120)
class SharingTest {

    private static final int TASKS = 60;

    /** Which node did which, told apart by its class loader. */
    record Done(String order, ClassLoader node) {}

    /** Takes a little while. */
    @ApplicationScoped
    public static class Work implements TaskHandler<Orders.Placed> {

        static final Queue<Done> DONE = new ConcurrentLinkedQueue<>();

        @Override
        public void handle(Orders.Placed placed) throws InterruptedException {
            Thread.sleep(40);
            DONE.add(new Done(placed.order(), Thread.currentThread().getContextClassLoader()));
        }
    }

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class, Work.class};

    @OnEachDatabase
    @DisplayName("each handle some of its tasks, and none twice")
    void share(TestDatabase.Kind kind) {
        Work.DONE.clear();
        try (TestDatabase database = TestDatabase.of(kind);
                Node first = new Node(database, Orders.class, BEANS);
                Node second = new Node(database, Orders.class, BEANS)) {
            assertThat(second.post("orders/note/1").statusCode()).isEqualTo(200);
            DurableTasks tasks = first.get(DurableTasks.class);
            for (int i = 0; i < TASKS; i++) {
                tasks.add(Work.class, new Orders.Placed(Integer.toString(i)));
            }
            Await.until(() -> Work.DONE.size() >= TASKS && database.waiting() == 0);
            assertThat(Work.DONE)
                    .extracting(Done::order)
                    .doesNotHaveDuplicates()
                    .hasSize(TASKS);
            assertThat(Work.DONE.stream().map(Done::node).distinct()).hasSize(2);
        }
    }
}
