package org.backgroundtasks.database.internal.status;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.status.spi.StoredStatus.Step;

/** The wishes of other nodes that a task ends, in the rows of statuses. Thread-safe. */
public final class Cancellations {

    private static final int ASKED = 1;

    private final Connections connections;
    private final TableName table;
    private final String node;

    /**
     * Uses a table that was checked.
     *
     * @param node the name of this node
     */
    public Cancellations(Connections connections, TableName table, String node) {
        this.connections = connections;
        this.table = table;
        this.node = node;
    }

    /** Asks the node that has a task to cancel it. Returns false if it has ended. */
    public boolean ask(String hash) throws SQLException {
        return connections.inStatement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "update " + table + " set cancel_asked = ? where status_hash = ? and step < ?")) {
                statement.setInt(1, ASKED);
                statement.setString(2, hash);
                statement.setInt(3, Step.ENDED.number());
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Passes on what others have asked of this node. */
    public void heed(Consumer<String> cancel) throws SQLException {
        for (String hash : asked()) {
            cancel.accept(hash);
            fulfilled(hash);
        }
    }

    /** What this node runs, or has in its memory: a durable task that waits has no node. */
    private List<String> asked() throws SQLException {
        String query = "select status_hash from " + table
                + " where node = ? and cancel_asked = ? and (step = ? or attempt = 0)";
        return connections.inStatement(connection -> {
            List<String> hashes = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, node);
                statement.setInt(2, ASKED);
                statement.setInt(3, Step.RUNNING.number());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        hashes.add(row.getString(1));
                    }
                }
            }
            return hashes;
        });
    }

    private void fulfilled(String hash) throws SQLException {
        connections.inStatement(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("update " + table + " set cancel_asked = 0 where status_hash = ?")) {
                statement.setString(1, hash);
                return statement.executeUpdate();
            }
        });
    }
}
