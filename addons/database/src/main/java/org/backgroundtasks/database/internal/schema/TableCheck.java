package org.backgroundtasks.database.internal.schema;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks, as the application is deployed, whether a table is there and has all columns. */
public final class TableCheck {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    private static final int VALIDATION_SECONDS = 5;

    private final Table content;
    private final TableName tasks;
    private final TableName table;
    private final Ddl ddl;
    private final String keyOfCreation;

    /**
     * Prepares the check.
     *
     * @param tasks the name of the table of tasks, with which that of this one begins
     * @param keyOfCreation the configuration key that has the table created, for messages
     */
    public TableCheck(Table content, TableName tasks, Dialect dialect, String keyOfCreation) {
        this.content = content;
        this.table = tasks.of(content);
        this.tasks = tasks;
        this.ddl = Ddl.of(dialect);
        this.keyOfCreation = keyOfCreation;
    }

    /**
     * Creates the table unless it is there. Two nodes may do that at once.
     *
     * @param connection one that commits by itself
     */
    public void create(Connection connection) throws SQLException {
        if (columns(connection) != null) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String each : ddl.statements(content, tasks)) {
                statement.execute(each);
            }
            LOG.log(
                    Level.WARNING,
                    "The table {0} of {1} was created, since {2} is true: use that for trying out only",
                    table,
                    content,
                    keyOfCreation);
        } catch (SQLException refusal) {
            if (columns(connection) == null) {
                throw refusal;
            }
            LOG.log(Level.DEBUG, "Another node has created the table", refusal);
        }
    }

    /**
     * Checks the table.
     *
     * @throws IllegalStateException if it is missing or old, saying what to do
     */
    public void check(Connection connection) throws SQLException {
        Set<String> present = columns(connection);
        if (present == null) {
            throw new IllegalStateException("The table " + table + " of " + content + " is not in the database "
                    + connection.getMetaData().getURL() + ", or may not be read. Create it: its DDL is " + ddl.place()
                    + ". To try things out, set " + keyOfCreation + " to true.");
        }
        List<String> missing = content.columns().stream()
                .filter(column -> !present.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "The table " + table + " of " + content + " is of another version: it lacks " + missing
                            + ". Alter it; the DDL of this version is " + ddl.place() + '.');
        }
    }

    /** In lower case; null if there is no table. */
    private @Nullable Set<String> columns(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        } catch (SQLException notThere) {
            if (!connection.isValid(VALIDATION_SECONDS)) {
                throw notThere;
            }
            LOG.log(Level.DEBUG, "The table " + table + " cannot be read", notThere);
            return null;
        }
        return new TreeSet<>(names);
    }
}
