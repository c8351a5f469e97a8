package org.backgroundtasks.database.internal.operations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.database.internal.jdbc.History;
import org.backgroundtasks.database.internal.jdbc.History.Operated;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskState;

/** Retries or deletes tasks, some at a time, so that consumers do not wait for long transactions. Thread-safe. */
final class Changes {

    private static final int AT_A_TIME = 500;

    private static final String THE_ROW = " where task_name = ? and task_instance = ? and picked = false";

    private final Tables tables;
    private final History history;

    Changes(Tables tables, History history) {
        this.tables = tables;
        this.history = history;
    }

    int retry(TaskFilter filter, String operator) throws SQLException {
        // task_name last: some databases assign one after the other
        String dead = "case when task_name = '" + Rows.DEAD_LETTER + "' then ";
        return change(
                filter,
                operator,
                End.RETRIED,
                "update " + tables.tasks() + " set execution_time = ?, attempt = " + dead
                        + "1 else attempt end, cause = " + dead
                        + "null else cause end, consecutive_failures = 0, unknown_since = 0, unknown_times = 0,"
                        + " version = version + 1, task_name = case when task_name = '" + Rows.PAUSED
                        + "' then task_name else '" + Rows.TASK + "' end" + THE_ROW,
                List.of(tables.clock().now()));
    }

    int discard(TaskFilter filter, String operator) throws SQLException {
        return change(filter, operator, End.DISCARDED, "delete from " + tables.tasks() + THE_ROW, List.of());
    }

    private int change(TaskFilter filter, String operator, End outcome, String sql, List<Object> parameters)
            throws SQLException {
        if (filter.state() == TaskState.RUNNING) {
            return 0;
        }
        Condition condition = Condition.of(filter, tables.clock().now());
        int changed = 0;
        String last = "";
        List<Operated> some;
        do {
            some = after(last, condition);
            List<Operated> chosen = some;
            changed += tables.connections()
                    .inTransaction(connection -> change(connection, chosen, operator, outcome, sql, parameters));
            last = some.isEmpty() ? last : some.get(some.size() - 1).id();
        } while (some.size() == AT_A_TIME);
        return changed;
    }

    /** In the order of ids, so that what is changed and still matches does not come twice. */
    private List<Operated> after(String id, Condition condition) throws SQLException {
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.add(id);
        return tables.query(
                "select task_name, task_instance, handler, label, attempt from " + tables.tasks() + " where "
                        + condition + " and task_instance > ? order by task_instance limit " + AT_A_TIME,
                parameters,
                row -> new Operated(
                        row.getString("task_name"),
                        row.getString("task_instance"),
                        row.getString("handler"),
                        row.getString("label"),
                        row.getInt("attempt")));
    }

    private int change(
            Connection connection,
            List<Operated> tasks,
            String operator,
            End outcome,
            String sql,
            List<Object> parameters)
            throws SQLException {
        if (tasks.isEmpty()) {
            return 0;
        }
        List<Operated> changed = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Operated task : tasks) {
                List<Object> all = new ArrayList<>(parameters);
                all.addAll(List.of(task.taskName(), task.id()));
                tables.set(statement, all);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0 || counts[i] == Statement.SUCCESS_NO_INFO) {
                    changed.add(tasks.get(i));
                }
            }
        }
        if (history.isKept() && !changed.isEmpty()) {
            history.add(connection, changed, outcome, operator);
        }
        return changed.size();
    }
}
