package org.backgroundtasks.database;

import java.util.Arrays;
import java.util.Locale;
import org.backgroundtasks.database.internal.schema.Ddl;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;

/**
 * Prints the DDL of the tables: of durable tasks, of nodes, and of statuses.
 *
 * <pre>{@code
 * java -jar background-tasks-database.jar postgresql
 * java -jar background-tasks-database.jar mariadb shop.tasks
 * }</pre>
 */
public final class TableDdl {

    private TableDdl() {}

    /**
     * Prints the DDL.
     *
     * @param arguments the database, which is {@code postgresql}, {@code h2}, {@code mariadb} or {@code mysql}, and optionally the
     *     name of the table of tasks, with which those of the others begin
     */
    @SuppressWarnings("SystemOut") // it is a command
    public static void main(String... arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println(
                    "Usage: java -jar background-tasks-database.jar DATABASE [TABLE], where DATABASE is one of "
                            + Arrays.toString(Dialect.values()).toLowerCase(Locale.ROOT));
            System.exit(2);
        }
        try {
            System.out.print(Ddl.of(Dialect.named(arguments[0]))
                    .text(arguments.length == 2 ? TableName.of(arguments[1]) : TableName.DEFAULT));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }
}
