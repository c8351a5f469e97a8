package org.backgroundtasks.database.internal.node;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.status.spi.Node;
import org.backgroundtasks.status.spi.Node.State;

/** The rows of nodes. All times are of the database's clock. Thread-safe. */
final class NodeRows {

    private final Connections connections;
    private final TableName table;
    private final Clock clock;
    private final JdbcCustomization values;

    NodeRows(Connections connections, TableName table, Dialect dialect, Clock clock) {
        this.connections = connections;
        this.table = table;
        this.clock = clock;
        this.values = dialect.customization();
    }

    /** Writes that a node lives, and when others may consider it dead. */
    void beat(Node node, Duration untilTakenForDead) throws SQLException {
        Instant deadAfter = node.lastHeartbeat().plus(untilTakenForDead);
        connections.inTransaction(connection -> {
            boolean known = update(connection, node, deadAfter);
            if (!known) {
                insert(connection, node, deadAfter);
            }
            return known;
        });
    }

    private boolean update(Connection connection, Node node, Instant deadAfter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("update " + table
                + " set state = ?, last_heartbeat = ?, dead_after = ?, waiting = ?, running = ? where name = ?")) {
            int index = 1;
            statement.setString(index++, text(node.state()));
            values.setInstant(statement, index++, node.lastHeartbeat());
            values.setInstant(statement, index++, deadAfter);
            statement.setLong(index++, node.waiting());
            statement.setLong(index++, node.running());
            statement.setString(index, node.name());
            return statement.executeUpdate() == 1;
        }
    }

    private void insert(Connection connection, Node node, Instant deadAfter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into " + table
                + " (name, host, library_version, state, started, last_heartbeat, dead_after, waiting, running)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int index = 1;
            statement.setString(index++, node.name());
            statement.setString(index++, node.host());
            statement.setString(index++, node.version());
            statement.setString(index++, text(node.state()));
            values.setInstant(statement, index++, node.started());
            values.setInstant(statement, index++, node.lastHeartbeat());
            values.setInstant(statement, index++, deadAfter);
            statement.setLong(index++, node.waiting());
            statement.setLong(index, node.running());
            statement.executeUpdate();
        }
    }

    /** Removes a node that stops. */
    void remove(String name) throws SQLException {
        connections.inStatement(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from " + table + " where name = ?")) {
                statement.setString(1, name);
                return statement.executeUpdate();
            }
        });
    }

    /** Removes nodes that died this long ago. */
    void removeDead(Duration since) throws SQLException {
        connections.inStatement(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from " + table + " where dead_after < ?")) {
                values.setInstant(statement, 1, clock.now().minus(since));
                return statement.executeUpdate();
            }
        });
    }

    /** All, the oldest first. */
    List<Node> all() throws SQLException {
        return connections.inStatement(connection -> {
            Instant now = clock.now();
            List<Node> nodes = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement("select name, host, library_version, state,"
                            + " started, last_heartbeat, dead_after, waiting, running from " + table
                            + " order by started, name");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    nodes.add(read(row, now));
                }
            }
            return nodes;
        });
    }

    private Node read(ResultSet row, Instant now) throws SQLException {
        boolean dead = values.getInstant(row, "dead_after").isBefore(now);
        boolean stopping = row.getString("state").equals(text(State.STOPPING));
        return new Node(
                row.getString("name"),
                row.getString("host"),
                row.getString("library_version"),
                dead ? State.DEAD : stopping ? State.STOPPING : State.RUNNING,
                values.getInstant(row, "started"),
                values.getInstant(row, "last_heartbeat"),
                row.getLong("waiting"),
                row.getLong("running"));
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
