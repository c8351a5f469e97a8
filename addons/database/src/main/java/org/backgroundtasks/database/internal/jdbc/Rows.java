package org.backgroundtasks.database.internal.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The rows of tasks: what db-scheduler's table has beside db-scheduler. That takes rows, keeps them alive and finds those of dead nodes;
 * this adds them, and says what becomes of one that was taken. Thread-safe.
 */
public final class Rows {

    /** The task of db-scheduler's that all rows are for which are to be handed out. */
    public static final String TASK = "task";

    /** Another, of which no row is ever due. */
    public static final String DEAD_LETTER = "dead-letter";

    private static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");
    private static final int MEDIUM = 50;
    private static final int LONGEST_LABEL = 500;
    private static final int LONGEST_CAUSE = 2_000;

    private static final String FREE = "picked = ?, picked_by = null, last_heartbeat = null, version = version + 1";
    private static final String TAKEN = " where task_name = '" + TASK + "' and task_instance = ? and version = ?";

    private final Connections connections;
    private final TableName table;
    private final Clock clock;
    private final JdbcCustomization values;

    /** Uses a table that was checked. */
    public Rows(Connections connections, TableName table, Dialect dialect, Clock clock) {
        this.connections = connections;
        this.table = table;
        this.clock = clock;
        this.values = dialect.customization();
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /**
     * Adds all of these or none, in the caller's transaction if there is one: by inserts alone, since a look first would fail in a
     * transaction that has failed, and would see nothing of another's.
     */
    public void add(List<NewTask> tasks) throws SQLException {
        String insert = "insert into " + table
                + " (task_name, task_instance, task_data, execution_time, picked, version, priority, handler, label, status_hash)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        Instant now = clock.now();
        connections.<int[]>inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                for (NewTask added : tasks) {
                    set(statement, added, now);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    private void set(PreparedStatement statement, NewTask added, Instant now) throws SQLException {
        int index = 1;
        statement.setString(index++, TASK);
        statement.setString(index++, added.task().id());
        values.setTaskData(statement, index++, EnvelopeJson.write(added.task()));
        values.setInstant(statement, index++, now.plus(added.delay()));
        statement.setBoolean(index++, false);
        statement.setLong(index++, 1);
        statement.setInt(index++, MEDIUM);
        statement.setString(index++, Texts.shortened(added.task().handler(), LONGEST_LABEL));
        statement.setString(index++, Texts.shortened(added.task().displayName(), LONGEST_LABEL));
        statement.setString(index, added.task().statusHash());
    }

    /** Removes one that nobody has taken; false if there is none. */
    public boolean takeBack(String id) throws SQLException {
        return update(
                "delete from " + table + " where task_name = '" + TASK + "' and task_instance = ? and picked = ?",
                statement -> {
                    statement.setString(1, id);
                    statement.setBoolean(2, false);
                });
    }

    /** The task whose status has this hash: one that waits or is being handled, or a dead letter. Null if there is none. */
    public @Nullable StoredTask find(String statusHash) throws SQLException {
        return connections
                .inStatement(connection -> Optional.ofNullable(find(connection, statusHash)))
                .orElse(null);
    }

    private @Nullable StoredTask find(Connection connection, String statusHash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select task_name, task_instance, task_data, attempt from " + table + " where status_hash = ?")) {
            statement.setString(1, statusHash);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? EnvelopeJson.read(row.getString("task_instance"), values.getTaskData(row, "task_data"))
                                .task()
                                .tracked(
                                        row.getInt("attempt"),
                                        row.getString("task_name").equals(DEAD_LETTER))
                        : null;
            }
        }
    }

    /** The notes on a row that was taken; null if somebody else has it by now. */
    public @Nullable RowNotes notes(RowKey key) throws SQLException {
        return connections
                .inStatement(connection -> Optional.ofNullable(notes(connection, key)))
                .orElse(null);
    }

    private @Nullable RowNotes notes(Connection connection, RowKey key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select attempt, unknown_since, unknown_times from " + table + TAKEN)) {
            set(statement, 1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new RowNotes(
                                Math.max(1, row.getInt("attempt")),
                                new Deferral(
                                        Math.max(0, row.getLong("unknown_since")),
                                        Math.max(0, row.getInt("unknown_times"))))
                        : null;
            }
        }
    }

    /** Removes one that was taken; false if somebody else has it by now. */
    public boolean remove(RowKey key) throws SQLException {
        return update("delete from " + table + TAKEN, statement -> set(statement, 1, key));
    }

    /** Has one that was taken wait for an attempt; false if somebody else has it by now. */
    public boolean again(RowKey key, RowNotes notes, Duration delay) throws SQLException {
        Instant due = clock.now().plus(delay);
        return update(
                "update " + table + " set attempt = ?, unknown_since = ?, unknown_times = ?, execution_time = ?,"
                        + " consecutive_failures = 0, " + FREE + TAKEN,
                statement -> {
                    int index = 1;
                    statement.setInt(index++, notes.attempt());
                    statement.setLong(index++, notes.deferral().unknownSince());
                    statement.setInt(index++, notes.deferral().times());
                    values.setInstant(statement, index++, due);
                    statement.setBoolean(index++, false);
                    set(statement, index, key);
                });
    }

    /** Has one that was taken come again, as if it had not been handed out, but counted; false if somebody else has it by now. */
    public boolean putBack(RowKey key) throws SQLException {
        Instant now = clock.now();
        return update(
                "update " + table + " set execution_time = ?, last_failure = ?,"
                        + " consecutive_failures = coalesce(consecutive_failures, 0) + 1, " + FREE + TAKEN,
                statement -> {
                    int index = 1;
                    values.setInstant(statement, index++, now);
                    values.setInstant(statement, index++, now);
                    statement.setBoolean(index++, false);
                    set(statement, index, key);
                });
    }

    /** Makes one that was taken a dead letter; false if somebody else has it by now. */
    public boolean bury(RowKey key, int attempt, Throwable cause) throws SQLException {
        Instant now = clock.now();
        return update(
                "update " + table + " set task_name = ?, attempt = ?, cause = ?, execution_time = ?, last_failure = ?, "
                        + FREE + TAKEN,
                statement -> {
                    int index = 1;
                    statement.setString(index++, DEAD_LETTER);
                    statement.setInt(index++, attempt);
                    statement.setString(index++, inShort(cause));
                    values.setInstant(statement, index++, NEVER);
                    values.setInstant(statement, index++, now);
                    statement.setBoolean(index++, false);
                    set(statement, index, key);
                });
    }

    private static void set(PreparedStatement statement, int index, RowKey key) throws SQLException {
        statement.setString(index, key.id());
        statement.setLong(index + 1, key.version());
    }

    private boolean update(String sql, Parameters parameters) throws SQLException {
        return connections.inStatement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                return statement.executeUpdate() == 1;
            }
        });
    }

    private static String inShort(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = cause; next != null && text.length() < LONGEST_CAUSE; next = next.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ").append(next);
        }
        return Texts.shortened(text.toString(), LONGEST_CAUSE);
    }
}
