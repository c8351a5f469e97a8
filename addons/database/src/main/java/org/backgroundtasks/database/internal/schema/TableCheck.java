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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks, as the application is deployed, whether the tables are there and have all columns. */
public final class TableCheck {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    static final String HISTORY = "_history";
    static final String PAUSED = "_paused";

    private static final List<String> TASK_COLUMNS = List.of(
            "task_name",
            "task_instance",
            "task_data",
            "execution_time",
            "picked",
            "picked_by",
            "last_success",
            "last_failure",
            "consecutive_failures",
            "last_heartbeat",
            "version",
            "priority",
            "handler",
            "label",
            "attempt",
            "unknown_since",
            "unknown_times",
            "status_hash",
            "cause",
            "request_path");

    /** By what the table's name has behind the configured one. */
    private static final Map<String, List<String>> COLUMNS = new TreeMap<>(Map.of(
            "",
            TASK_COLUMNS,
            HISTORY,
            List.of(
                    "id",
                    "task_instance",
                    "handler",
                    "label",
                    "outcome",
                    "attempt",
                    "node",
                    "operator_name",
                    "ended_at",
                    "waited_millis",
                    "ran_millis",
                    "cause"),
            PAUSED,
            List.of("handler", "paused_at", "operator_name")));

    private static final int VALIDATION_SECONDS = 5;

    private final TableName table;
    private final Ddl ddl;
    private final String keyOfCreation;

    /**
     * Prepares the check.
     *
     * @param keyOfCreation the configuration key that has the table created, for messages
     */
    public TableCheck(TableName table, Dialect dialect, String keyOfCreation) {
        this.table = table;
        this.ddl = Ddl.of(dialect);
        this.keyOfCreation = keyOfCreation;
    }

    /**
     * Creates the tables that are not there. Two nodes may do that at once.
     *
     * @param connection one that commits by itself
     */
    public void create(Connection connection) throws SQLException {
        for (String suffix : COLUMNS.keySet()) {
            if (columns(connection, table.with(suffix)) == null) {
                create(connection, suffix);
            }
        }
    }

    private void create(Connection connection, String suffix) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : ddl.statements(table, suffix)) {
                statement.execute(each);
            }
            LOG.log(
                    Level.WARNING,
                    "The table {0} of durable tasks was created, since {1} is true: use that for trying out only",
                    table.with(suffix),
                    keyOfCreation);
        } catch (SQLException refusal) {
            if (columns(connection, table.with(suffix)) == null) {
                throw refusal;
            }
            LOG.log(Level.DEBUG, "Another node has created the table", refusal);
        }
    }

    /**
     * Checks the tables.
     *
     * @throws IllegalStateException if one is missing or old, saying what to do
     */
    public void check(Connection connection) throws SQLException {
        for (Map.Entry<String, List<String>> each : COLUMNS.entrySet()) {
            check(connection, table.with(each.getKey()), each.getValue());
        }
    }

    private void check(Connection connection, TableName one, List<String> needed) throws SQLException {
        Set<String> present = columns(connection, one);
        if (present == null) {
            throw new IllegalStateException("The table " + one + " of durable tasks is not in the database "
                    + connection.getMetaData().getURL() + ", or may not be read. Create it: its DDL is " + ddl.place()
                    + ". To try things out, set " + keyOfCreation + " to true.");
        }
        List<String> missing =
                needed.stream().filter(column -> !present.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The table " + one + " of durable tasks is of another version: it lacks "
                    + missing + ". Alter it; the DDL of this version is " + ddl.place() + '.');
        }
    }

    /** In lower case; null if there is no table. */
    private @Nullable Set<String> columns(Connection connection, TableName one) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + one + " where 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        } catch (SQLException notThere) {
            if (!connection.isValid(VALIDATION_SECONDS)) {
                throw notThere;
            }
            LOG.log(Level.DEBUG, "The table " + one + " cannot be read", notThere);
            return null;
        }
        return new TreeSet<>(names);
    }
}
