package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C-54 A node whose clock is an hour off that of the database")
@Timeout(120)
class ClockTest {

    @BeforeEach
    void forget() {
        Orders.Note.HANDLED.clear();
    }

    /** The function that the library asks is found here before the database's own. */
    private static TestDatabase databaseAt(String offset) {
        TestDatabase database = TestDatabase.postgreSql("-c%20search_path=public,pg_catalog");
        set(database, offset);
        return database;
    }

    private static void set(TestDatabase database, String offset) {
        database.execute("create or replace function public.clock_timestamp() returns timestamp with time zone"
                + " language sql as $$ select pg_catalog.clock_timestamp() + interval '" + offset + "' $$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 hour", "-1 hour"})
    @DisplayName("stores tasks at the time of the database, and handles them at once")
    void handled(String offset) {
        try (TestDatabase database = databaseAt(offset)) {
            try (Node storing = Node.storing(database, Orders.class, Orders.Note.class, Orders.Fail.class)) {
                storing.post("orders/note/1");
            }
            assertThat(database.query("select task_instance from background_tasks where execution_time between"
                            + " clock_timestamp() - interval '2 minutes' and clock_timestamp()"))
                    .hasSize(1);
            try (Node node = new Node(database, Orders.class, Orders.Note.class, Orders.Fail.class)) {
                node.post("orders/note/2");
                Await.until(() -> database.waiting() == 0);
            }
            assertThat(Orders.Note.HANDLED).containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    @DisplayName("follows it when that is put forward, and when it is put back")
    void moved() {
        try (TestDatabase database = databaseAt("0 hours")) {
            Map<String, String> settings = new HashMap<>(Node.QUICK);
            settings.put("background-tasks.durable.poll-interval", "0.3s");
            try (Node node =
                    new Node(database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class)) {
                node.post("orders/delayed");
                set(database, "61 minutes");
                Await.until(() -> Orders.Note.HANDLED.contains("delayed"));
                set(database, "-2 hours");
                node.post("orders/note/after");
                Await.until(() -> Orders.Note.HANDLED.contains("after"));
            }
        }
    }
}
