package org.backgroundtasks.database.internal.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.jspecify.annotations.Nullable;

/** Writes what became of attempts, with the change of the task's row, and forgets it after some time. Thread-safe. */
public final class History {

    private final TableName table;
    private final JdbcCustomization values;
    private final Clock clock;
    private final Duration keep;

    /**
     * Uses a table that was checked.
     *
     * @param keep how long entries stay; zero to write none
     */
    public History(TableName tasks, Dialect dialect, Clock clock, Duration keep) {
        this.table = tasks.history();
        this.values = dialect.customization();
        this.clock = clock;
        this.keep = keep;
    }

    /** Whether anything is written. */
    public boolean isKept() {
        return !keep.isZero();
    }

    /**
     * Something that an operator did with a task.
     *
     * @param taskName the kind of its row, which names the row together with the id
     */
    public record Operated(
            String taskName,
            String id,
            @Nullable String handler,
            @Nullable String label,
            int attempt) {}

    /** Writes what an operator did, at no attempt. */
    public void add(Connection connection, List<Operated> tasks, End outcome, String operator) throws SQLException {
        Instant now = clock.now();
        try (PreparedStatement statement = connection.prepareStatement("insert into " + table
                + " (task_instance, handler, label, outcome, attempt, operator_name, ended_at, waited_millis, ran_millis)"
                + " values (?, ?, ?, ?, ?, ?, ?, 0, 0)")) {
            for (Operated task : tasks) {
                int index = 1;
                statement.setString(index++, task.id());
                statement.setString(index++, task.handler());
                statement.setString(index++, task.label());
                statement.setString(index++, outcome.toString());
                statement.setInt(index++, task.attempt());
                statement.setString(index++, ColumnText.shortened(operator, ColumnText.LONGEST_OPERATOR));
                values.setInstant(statement, index, now);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void add(Connection connection, Ended end) throws SQLException {
        Instant now = clock.now();
        try (PreparedStatement statement = connection.prepareStatement("insert into " + table
                + " (task_instance, handler, label, outcome, attempt, node, ended_at, waited_millis, ran_millis, cause)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int index = 1;
            statement.setString(index++, end.task().id());
            statement.setString(index++, ColumnText.shortened(end.task().handler(), ColumnText.LONGEST_LABEL));
            statement.setString(index++, ColumnText.shortened(end.task().displayName(), ColumnText.LONGEST_LABEL));
            statement.setString(index++, end.outcome().toString());
            statement.setInt(index++, end.attempt());
            statement.setString(index++, end.node());
            values.setInstant(statement, index++, now);
            statement.setLong(index++, Math.max(0, end.waited().toMillis()));
            statement.setLong(
                    index++, Math.max(0, Duration.between(end.started(), now).toMillis()));
            statement.setString(index, end.cause() == null ? null : ColumnText.cause(end.cause()));
            statement.executeUpdate();
        }
    }

    /** Deletes what is older than it is kept. */
    public int forget(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + table + " where ended_at < ?")) {
            values.setInstant(statement, 1, clock.now().minus(keep));
            return statement.executeUpdate();
        }
    }
}
