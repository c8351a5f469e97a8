package org.backgroundtasks.database.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.backgroundtasks.database.TableDdl;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("C-54 The DDL of the table")
class DdlTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("is in the jar for each database, with its tables and their indexes")
    void eachDatabase(Dialect dialect) {
        assertThat(Ddl.of(dialect).statements(Table.TASKS, TableName.DEFAULT))
                .hasSize(6)
                .first()
                .asString()
                .startsWith("create table background_tasks (");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-45 has a table of nodes beside, with all its columns")
    void nodes(Dialect dialect) {
        assertThat(Ddl.of(dialect).statements(Table.NODES, TableName.of("shop.tasks")))
                .singleElement()
                .asString()
                .startsWith("create table shop.tasks_node (")
                .contains(Table.NODES.columns());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-46 has tables of attempts and of paused handlers beside, with all their columns")
    void operations(Dialect dialect) {
        assertThat(Ddl.of(dialect).statements(Table.HISTORY, TableName.of("shop.tasks")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("create table shop.tasks_history (")
                .contains(Table.HISTORY.columns());
        assertThat(Ddl.of(dialect).statements(Table.PAUSED, TableName.of("shop.tasks")))
                .singleElement()
                .asString()
                .contains(Table.PAUSED.columns());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-45 has a table of statuses beside, with all its columns")
    void statuses(Dialect dialect) {
        assertThat(Ddl.of(dialect).statements(Table.STATUSES, TableName.of("shop.tasks")))
                .hasSize(4)
                .first()
                .asString()
                .startsWith("create table shop.tasks_status (")
                .contains(Table.STATUSES.columns());
    }

    @Test
    @DisplayName("is for a table of another name, in a schema, if that is asked for")
    void otherName() {
        String ddl = Ddl.of(Dialect.POSTGRESQL).text(TableName.of("shop.tasks"));
        assertThat(ddl)
                .contains("create table shop.tasks (", "create index tasks_due on shop.tasks (")
                .doesNotContain("background_tasks");
    }

    @Test
    @DisplayName("is printed by a command")
    void printed() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            TableDdl.main("mariadb", "tasks");
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("create table tasks (", "longblob");
    }

    @Test
    @DisplayName("is not for a name that is none")
    void noName() {
        assertThatIllegalArgumentException().isThrownBy(() -> TableName.of("tasks; drop table tasks"));
    }
}
