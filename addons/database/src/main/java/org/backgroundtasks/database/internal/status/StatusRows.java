package org.backgroundtasks.database.internal.status;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.database.internal.jdbc.ColumnText;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.StoredStatus;
import org.backgroundtasks.status.spi.StoredStatus.Step;
import org.jspecify.annotations.Nullable;

/** The rows of statuses. Thread-safe. */
public final class StatusRows {

    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_LINK = 2_000;

    /** By which an address that is known no longer is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    /** A durable task that nobody has heard of for so long is in no store any more. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(30);

    /** What another node may not have heard of yet. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final Connections connections;
    private final TableName table;
    private final TableName nodes;
    private final Dialect dialect;
    private final JdbcCustomization values;
    private final Clock clock;
    private final String node;
    private final Duration keep;
    private final Callers callers = new Callers();

    /**
     * Uses tables that were checked.
     *
     * @param node the name of this node
     * @param keep how long a status is shown after the end
     */
    public StatusRows(
            Connections connections,
            TableName table,
            TableName nodes,
            Dialect dialect,
            Clock clock,
            String node,
            Duration keep) {
        this.connections = connections;
        this.table = table;
        this.nodes = nodes;
        this.dialect = dialect;
        this.values = dialect.customization();
        this.clock = clock;
        this.node = node;
        this.keep = keep;
    }

    /** Writes all of these, each unless more is written: by another node, or by this one, which may be overtaken by itself. */
    void write(Collection<StoredStatus> statuses) throws SQLException {
        connections.inTransaction(connection -> {
            int written = 0;
            for (StoredStatus status : statuses) {
                // one whose address this node gave is mostly new
                boolean isNew = status.addressed() && status.step() == Step.WAITING;
                boolean done = isNew && insert(connection, status);
                done = done || update(connection, status);
                done = done || (!isNew && status.addressed() && insert(connection, status));
                written += done ? 1 : 0;
            }
            return written;
        });
    }

    private boolean insert(Connection connection, StoredStatus status) throws SQLException {
        String insert = dialect.unlessThere(
                "insert into " + table
                        + " (state, step, attempt, changes, progress, message, started, ended, result, problem, node, last_change,"
                        + " forget_at, callers, status_hash, name, added) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            int index = set(statement, status);
            statement.setString(index++, callers.write(status.callers()));
            statement.setString(index++, status.hash());
            statement.setString(index++, cut(status.name(), LONGEST_NAME));
            values.setInstant(statement, index, status.added());
            return statement.executeUpdate() == 1;
        } catch (SQLIntegrityConstraintViolationException there) {
            return false;
        }
    }

    private boolean update(Connection connection, StoredStatus status) throws SQLException {
        String update =
                "update " + table + " set state = ?, step = ?, attempt = ?, changes = ?, progress = ?, message = ?,"
                        + " started = ?, ended = ?, result = ?, problem = ?, node = ?, last_change = ?, forget_at = ?"
                        + (status.addressed() ? ", callers = ?" : "")
                        // nobody means the next attempt, if an operator wants one
                        + (status.step() == Step.ENDED ? ", cancel_asked = 0" : "")
                        + " where status_hash = ? and (attempt < ? or (attempt = ? and (step < ? or (node = ? and changes <= ?)))"
                        // a dead letter that is tried again begins anew
                        + " or (step = ? and ? = ? and (node <> ? or ended is null or ended <= ?)))";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            int index = set(statement, status);
            if (status.addressed()) {
                statement.setString(index++, callers.write(status.callers()));
            }
            statement.setString(index++, status.hash());
            statement.setInt(index++, status.attempt());
            statement.setInt(index++, status.attempt());
            statement.setInt(index++, status.step().number());
            statement.setString(index++, node);
            statement.setInt(index++, status.version());
            statement.setInt(index++, Step.ENDED.number());
            statement.setInt(index++, status.step().number());
            statement.setInt(index++, Step.RUNNING.number());
            statement.setString(index++, node);
            setInstant(statement, index, status.started());
            return statement.executeUpdate() != 0;
        }
    }

    private int set(PreparedStatement statement, StoredStatus status) throws SQLException {
        Instant now = clock.now();
        int index = 1;
        statement.setString(index++, status.state());
        statement.setInt(index++, status.step().number());
        statement.setInt(index++, status.attempt());
        statement.setInt(index++, status.version());
        statement.setDouble(index++, status.progress());
        statement.setString(index++, cut(status.message(), LONGEST_MESSAGE));
        setInstant(statement, index++, status.started());
        setInstant(statement, index++, status.ended());
        // half an address or a problem cut short says nothing
        statement.setString(index++, shortOrNull(status.result()));
        statement.setString(index++, shortOrNull(status.problem()));
        statement.setString(index++, node);
        values.setInstant(statement, index++, now);
        setInstant(statement, index++, status.step() == Step.ENDED ? now.plus(keep) : null);
        return index;
    }

    private void setInstant(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, dialect == Dialect.POSTGRESQL ? Types.TIMESTAMP_WITH_TIMEZONE : Types.TIMESTAMP);
        } else {
            values.setInstant(statement, index, time);
        }
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null ? null : ColumnText.shortened(text, most);
    }

    private static @Nullable String shortOrNull(@Nullable String text) {
        return text == null || text.length() > LONGEST_LINK ? null : ColumnText.shortened(text, LONGEST_LINK);
    }

    /** The status with this hash; null if there is none. */
    public @Nullable FoundStatus find(String hash) throws SQLException {
        return connections
                .inStatement(connection -> Optional.ofNullable(find(connection, hash)))
                .orElse(null);
    }

    private @Nullable FoundStatus find(Connection connection, String hash) throws SQLException {
        String query =
                "select s.name, s.state, s.step, s.attempt, s.changes, s.progress, s.message, s.added, s.started,"
                        + " s.ended, s.result, s.problem, s.callers, s.node, s.forget_at, n.dead_after from " + table
                        + " s left join " + nodes + " n on n.name = s.node where s.status_hash = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, hash);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? read(row, hash) : null;
            }
        }
    }

    private FoundStatus read(ResultSet row, String hash) throws SQLException {
        Instant now = clock.now();
        Instant deadAfter = values.getInstant(row, "dead_after");
        Instant forgetAt = values.getInstant(row, "forget_at");
        String message = row.getString("message");
        StoredStatus status = new StoredStatus(
                hash,
                row.getString("name"),
                row.getString("state"),
                Step.of(row.getInt("step")),
                row.getInt("attempt"),
                row.getInt("changes"),
                row.getDouble("progress"),
                message == null ? "" : message,
                values.getInstant(row, "added"),
                values.getInstant(row, "started"),
                values.getInstant(row, "ended"),
                row.getString("result"),
                row.getString("problem"),
                callers.read(row.getString("callers")),
                true);
        return new FoundStatus(
                status,
                row.getString("node").equals(node),
                deadAfter == null || deadAfter.isBefore(now),
                forgetAt != null && forgetAt.isBefore(now));
    }

    /** Of durable tasks whose address another node gave lately, those that nobody has begun as far as that one knows. */
    List<String> unheardOf() throws SQLException {
        String query = "select status_hash from " + table
                + " where step = ? and last_change > ? and attempt > 0 and node <> ?";
        return connections.inStatement(connection -> {
            List<String> hashes = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setInt(1, Step.WAITING.number());
                values.setInstant(statement, 2, clock.now().minus(RECENT));
                statement.setString(3, node);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        hashes.add(row.getString(1));
                    }
                }
            }
            return hashes;
        });
    }

    /** Sees to it that what a dead node had in its memory is forgotten, and removes what is. */
    public void tidyUp() throws SQLException {
        Instant now = clock.now();
        Duration memory = (keep.compareTo(MEMORY_AT_LEAST) < 0 ? MEMORY_AT_LEAST : keep).multipliedBy(MEMORY);
        connections.inStatement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("update " + table
                    + " set forget_at = ? where forget_at is null and attempt = 0 and step < ?"
                    + " and node not in (select name from " + nodes + " where dead_after >= ?)")) {
                values.setInstant(statement, 1, now.plus(keep));
                statement.setInt(2, Step.ENDED.number());
                values.setInstant(statement, 3, now);
                return statement.executeUpdate();
            }
        });
        connections.inStatement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("delete from " + table
                    + " where forget_at < ? or (forget_at is null and attempt > 0 and last_change < ?)")) {
                values.setInstant(statement, 1, now.minus(memory));
                values.setInstant(statement, 2, now.minus(LONGEST_SILENCE));
                return statement.executeUpdate();
            }
        });
    }
}
