package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskPage;
import org.backgroundtasks.spi.operations.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C-46 A table of 10,000 tasks")
@Timeout(120)
class ManyRowsTest {

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class};
    private static final int MANY = 10_000;

    @ParameterizedTest
    @CsvSource({
        "task,execution_time,,background_tasks_time",
        "dead-letter,last_failure,desc,background_tasks_failed",
    })
    @DisplayName("is read a page at a time from an index, without sorting or skipping rows")
    void indexed(String taskName, String time, String direction, String index) {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.POSTGRESQL)) {
            Node.storing(database, Orders.class, BEANS).close();
            database.execute(OperationsTest.many(
                    TestDatabase.Kind.POSTGRESQL,
                    MANY,
                    taskName,
                    "now() - x * interval '1 second'",
                    "now() - x * interval '1 second'"));
            database.execute("analyze background_tasks");
            String beyond = direction == null ? ">" : "<";
            String sort = direction == null ? "" : " desc";
            String plan = database.query(
                            "explain select task_instance from background_tasks where task_name = '" + taskName
                                    + "' and picked = false and " + time + ' ' + beyond
                                    + "= now() - interval '1 hour' and (" + time + ' '
                                    + beyond + " now() - interval '1 hour' or task_instance " + beyond
                                    + " 'x') order by " + time + sort
                                    + ", task_instance" + sort + " limit 51")
                    .toString();
            assertThat(plan).contains("Index Scan using " + index).doesNotContain("Sort", "Seq Scan");
        }
    }

    @OnEachDatabase
    @DisplayName("is paged through to its end, and counted")
    void pages(TestDatabase.Kind kind) throws IOException {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            database.execute(OperationsTest.many(
                    kind,
                    MANY + 5,
                    "dead-letter",
                    "timestamp '2026-01-01 00:00:00'",
                    "timestamp '2026-01-01 00:00:00'"));
            StoreOperations seen = OperationsTest.operations(node);
            int rows = 0;
            String next = null;
            do {
                TaskPage page = seen.list(TaskFilter.of(TaskState.DEAD), next, 500);
                rows += page.rows().size();
                next = page.next();
            } while (next != null);
            assertThat(rows).isEqualTo(MANY + 5);
            assertThat(seen.count(TaskFilter.of(TaskState.DEAD))).isEqualTo(StoreOperations.MOST_COUNTED + 1);
        }
    }
}
