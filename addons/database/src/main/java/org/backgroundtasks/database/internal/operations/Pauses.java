package org.backgroundtasks.database.internal.operations;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.database.internal.jdbc.ColumnText;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.spi.operations.HandlerQueue.Pause;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that are paused. Their rows are set aside, so that consumers need not skip them at each poll; a row that comes
 * meanwhile is set aside by the node that takes it. Thread-safe.
 */
final class Pauses {

    private final Tables tables;

    Pauses(Tables tables) {
        this.tables = tables;
    }

    Map<String, Pause> all() throws SQLException {
        Map<String, Pause> found = new HashMap<>();
        tables.query(
                "select handler, paused_at, operator_name from "
                        + tables.tasks().paused(),
                List.of(),
                row -> found.put(
                        row.getString("handler"),
                        new Pause(
                                tables.values().getInstant(row, "paused_at"),
                                orEmpty(row.getString("operator_name")))));
        return found;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    boolean pause(String handler, String operator) throws SQLException {
        if (all().containsKey(handler)) {
            return false;
        }
        try {
            tables.update(
                    "insert into " + tables.tasks().paused() + " (handler, paused_at, operator_name) values (?, ?, ?)",
                    List.of(
                            handler,
                            tables.clock().now(),
                            ColumnText.shortened(operator, ColumnText.LONGEST_OPERATOR)));
        } catch (SQLException refusal) {
            if (all().containsKey(handler)) {
                return false;
            }
            throw refusal;
        }
        tables.update(
                "update " + tables.tasks() + " set task_name = '" + Rows.PAUSED + "', version = version + 1"
                        + " where task_name = '" + Rows.TASK + "' and handler = ? and picked = false",
                List.of(handler));
        return true;
    }

    boolean resume(String handler) throws SQLException {
        boolean resumed =
                tables.update("delete from " + tables.tasks().paused() + " where handler = ?", List.of(handler)) > 0;
        release();
        return resumed;
    }

    /** Has rows handed out that were set aside for a handler which is paused no longer. */
    void release() throws SQLException {
        tables.update(
                "update " + tables.tasks() + " set task_name = '" + Rows.TASK + "', version = version + 1"
                        + " where task_name = '" + Rows.PAUSED + "' and handler not in (select handler from "
                        + tables.tasks().paused() + ")",
                List.of());
    }
}
