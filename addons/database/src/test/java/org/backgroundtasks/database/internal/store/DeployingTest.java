package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 An application with durable tasks in a database")
@Timeout(120)
class DeployingTest {

    private static Map<String, String> withoutTable() {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.remove("background-tasks.durable.create-table");
        return settings;
    }

    private static AbstractThrowableAssert<?, ?> assertNotDeployed(
            TestDatabase database, Map<String, String> settings) {
        return assertThatThrownBy(() ->
                new Node(database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class).close());
    }

    @OnEachDatabase
    @DisplayName("is not deployed without the table, and is told where its DDL is")
    void missingTable(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            assertNotDeployed(database, withoutTable())
                    .hasStackTraceContaining("The table background_tasks of durable tasks is not in the database")
                    .hasStackTraceContaining(kind.ddl())
                    .hasStackTraceContaining("background-tasks.durable.create-table to true");
        }
    }

    @OnEachDatabase
    @DisplayName("is not deployed with an old table, and is told which columns it lacks")
    void oldTable(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            new Node(database.source(), Node.QUICK, Orders.class, Orders.Note.class, Orders.Fail.class).close();
            database.execute("alter table background_tasks drop column unknown_since");
            assertNotDeployed(database, Node.QUICK)
                    .hasStackTraceContaining("is of another version: it lacks [unknown_since]");
        }
    }

    @OnEachDatabase
    @DisplayName("finds the table that another node has created, under any name")
    void otherName(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind)) {
            Map<String, String> settings = new HashMap<>(Node.QUICK);
            settings.put("background-tasks.durable.table", "shop_tasks");
            new Node(database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class).close();
            settings.remove("background-tasks.durable.create-table");
            try (Node node =
                    new Node(database.source(), settings, Orders.class, Orders.Note.class, Orders.Fail.class)) {
                assertThat(node.post("orders/delayed").statusCode()).isEqualTo(202);
                assertThat(database.query("select task_instance from shop_tasks"))
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("is not deployed if it has a broker as well, and no key says which of both is meant")
    void both() {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY)) {
            Map<String, String> settings = new HashMap<>(Node.QUICK);
            settings.put("background-tasks.durable.queue", "jms/tasks");
            assertNotDeployed(database, settings)
                    .hasStackTraceContaining("set background-tasks.durable.store to broker or database");
        }
    }

    @Test
    @DisplayName("is not deployed without a data source, and is told the name that was looked up")
    void noDataSource() {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY)) {
            Map<String, String> settings = new HashMap<>(Node.QUICK);
            settings.put("background-tasks.durable.data-source", "jdbc/none");
            assertNotDeployed(database, settings).hasStackTraceContaining("the data source 'jdbc/none' is not in JNDI");
        }
    }

    @Test
    @DisplayName("is not deployed with a table's name that is none")
    void noName() {
        try (TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY)) {
            Map<String, String> settings = new HashMap<>(Node.QUICK);
            settings.put("background-tasks.durable.table", "tasks; drop table tasks");
            assertNotDeployed(database, settings).hasStackTraceContaining("The table's name is");
        }
    }
}
