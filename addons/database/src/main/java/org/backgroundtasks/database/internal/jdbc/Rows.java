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
import java.util.Objects;
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

    /** A third, of which rows are whose handler is paused. */
    public static final String PAUSED = "paused";

    /** When dead letters are due. */
    public static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

    private static final int MEDIUM = 50;

    private static final String FREE = "picked = ?, picked_by = null, last_heartbeat = null, version = version + 1";
    private static final String TAKEN = " where task_name = '" + TASK + "' and task_instance = ? and version = ?";

    private final Connections connections;
    private final TableName table;
    private final Clock clock;
    private final JdbcCustomization values;
    private final History history;
    private final EnvelopeJson envelopes = new EnvelopeJson();

    /** Uses a table that was checked. */
    public Rows(Connections connections, TableName table, Dialect dialect, Clock clock, History history) {
        this.connections = connections;
        this.table = table;
        this.clock = clock;
        this.values = dialect.customization();
        this.history = history;
    }

    /** Reads what a row says of its task. */
    public EnvelopeJson.Read read(RowKey key, byte @Nullable [] data) {
        return envelopes.read(key.id(), data);
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
                + " (task_name, task_instance, task_data, execution_time, picked, version, priority, handler, label,"
                + " status_hash, request_path) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        Instant now = clock.now();
        Connections.Work<int[]> inserting = connection -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                for (NewTask added : tasks) {
                    set(statement, added, now);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        };
        if (tasks.size() == 1) {
            // the usual case, and one way to the database and back instead of two
            connections.inStatement(inserting);
        } else {
            connections.inTransaction(inserting);
        }
    }

    private void set(PreparedStatement statement, NewTask added, Instant now) throws SQLException {
        int index = 1;
        statement.setString(index++, TASK);
        statement.setString(index++, added.task().id());
        values.setTaskData(statement, index++, envelopes.write(added.task()));
        values.setInstant(statement, index++, now.plus(added.delay()));
        statement.setBoolean(index++, false);
        statement.setLong(index++, 1);
        statement.setInt(index++, MEDIUM);
        statement.setString(index++, ColumnText.shortened(added.task().handler(), ColumnText.LONGEST_LABEL));
        statement.setString(index++, ColumnText.shortened(added.task().displayName(), ColumnText.LONGEST_LABEL));
        statement.setString(index++, added.task().statusHash());
        statement.setString(index, ColumnText.shortened(added.task().path(), ColumnText.LONGEST_LABEL));
    }

    /** Removes one that nobody has taken; false if there is none. */
    public boolean takeBack(String id) throws SQLException {
        return update(
                "delete from " + table + " where task_name in ('" + TASK + "', '" + PAUSED
                        + "') and task_instance = ? and picked = ?",
                null,
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
                        ? envelopes
                                .read(row.getString("task_instance"), values.getTaskData(row, "task_data"))
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
                connection.prepareStatement("select attempt, unknown_since, unknown_times, (select count(*) from "
                        + table.paused() + " p where p.handler = t.handler) as paused from " + table + " t" + TAKEN)) {
            set(statement, 1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new RowNotes(
                                Math.max(1, row.getInt("attempt")),
                                new Deferral(
                                        Math.max(0, row.getLong("unknown_since")),
                                        Math.max(0, row.getInt("unknown_times"))),
                                row.getInt("paused") > 0)
                        : null;
            }
        }
    }

    /** Removes one that was taken; false if somebody else has it by now. */
    public boolean remove(RowKey key, Ended end) throws SQLException {
        return update("delete from " + table + TAKEN, end, statement -> set(statement, 1, key));
    }

    /**
     * Has one that was taken wait for an attempt; false if somebody else has it by now.
     *
     * @param end how the attempt before ended, null if there was none
     */
    public boolean again(RowKey key, RowNotes notes, Duration delay, @Nullable Ended end) throws SQLException {
        Instant now = clock.now();
        Throwable cause = end == null ? null : end.cause();
        return update(
                "update " + table + " set " + (cause == null ? "" : "cause = ?, last_failure = ?, ")
                        + "attempt = ?, unknown_since = ?, unknown_times = ?, execution_time = ?,"
                        + " consecutive_failures = 0, " + FREE + TAKEN,
                end,
                statement -> {
                    int index = 1;
                    if (cause != null) {
                        statement.setString(index++, ColumnText.cause(cause));
                        values.setInstant(statement, index++, now);
                    }
                    statement.setInt(index++, notes.attempt());
                    statement.setLong(index++, notes.deferral().unknownSince());
                    statement.setInt(index++, notes.deferral().times());
                    values.setInstant(statement, index++, now.plus(delay));
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
                null,
                statement -> {
                    int index = 1;
                    values.setInstant(statement, index++, now);
                    values.setInstant(statement, index++, now);
                    statement.setBoolean(index++, false);
                    set(statement, index, key);
                });
    }

    /** Has one that was taken wait until its handler is paused no longer; false if somebody else has it by now. */
    public boolean park(RowKey key) throws SQLException {
        return update("update " + table + " set task_name = ?, " + FREE + TAKEN, null, statement -> {
            statement.setString(1, PAUSED);
            statement.setBoolean(2, false);
            set(statement, 3, key);
        });
    }

    /** Makes one that was taken a dead letter; false if somebody else has it by now. */
    public boolean bury(RowKey key, Ended end) throws SQLException {
        Throwable cause = Objects.requireNonNull(end.cause());
        Instant now = clock.now();
        return update(
                "update " + table + " set task_name = ?, attempt = ?, cause = ?, execution_time = ?, last_failure = ?, "
                        + FREE + TAKEN,
                end,
                statement -> {
                    int index = 1;
                    statement.setString(index++, DEAD_LETTER);
                    statement.setInt(index++, end.attempt());
                    statement.setString(index++, ColumnText.cause(cause));
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

    private boolean update(String sql, @Nullable Ended end, Parameters parameters) throws SQLException {
        if (end == null || !history.isKept()) {
            return connections.inStatement(connection -> update(connection, sql, parameters));
        }
        return connections.inTransaction(connection -> {
            boolean changed = update(connection, sql, parameters);
            if (changed) {
                history.add(connection, end);
            }
            return changed;
        });
    }

    private static boolean update(Connection connection, String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate() == 1;
        }
    }
}
