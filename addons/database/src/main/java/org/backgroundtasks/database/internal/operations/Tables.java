package org.backgroundtasks.database.internal.operations;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.schema.TableName;

/**
 * The tables as operators' questions go to them. A question that takes long is given up, so that a page that asks again and again
 * does not keep the database busy.
 */
public record Tables(Connections connections, TableName tasks, JdbcCustomization values, Clock clock) {

    private static final int LONGEST_SECONDS = 10;

    /** Reads one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Asks in a transaction of its own. */
    <T> List<T> query(String sql, List<Object> parameters, Reader<T> reader) throws SQLException {
        return connections.inStatement(connection -> query(connection, sql, parameters, reader));
    }

    <T> List<T> query(Connection connection, String sql, List<Object> parameters, Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(LONGEST_SECONDS);
            set(statement, parameters);
            try {
                return read(statement, reader);
            } finally {
                // H2 has one timeout for all statements of a connection, which goes back to the pool
                statement.setQueryTimeout(0);
            }
        }
    }

    private static <T> List<T> read(PreparedStatement statement, Reader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    /** Changes rows in a transaction of its own. */
    int update(String sql, List<Object> parameters) throws SQLException {
        return connections.inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, parameters);
                return statement.executeUpdate();
            }
        });
    }

    void set(PreparedStatement statement, List<Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof Instant time) {
                values.setInstant(statement, i + 1, time);
            } else {
                statement.setObject(i + 1, parameters.get(i));
            }
        }
    }
}
