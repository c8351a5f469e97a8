package org.backgroundtasks.database.internal.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.database.internal.jdbc.EnvelopeJson;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskDetails;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskPage;
import org.backgroundtasks.spi.operations.TaskRow;
import org.backgroundtasks.spi.operations.TaskState;
import org.jspecify.annotations.Nullable;

/** Lists tasks, a page at a time, each read from an index where the one before ended. Thread-safe. */
final class Listing {

    private static final String COLUMNS =
            "task_name, task_instance, execution_time, picked, picked_by, last_failure, handler,"
                    + " label, attempt, consecutive_failures, unknown_since, cause, request_path";

    private final Tables tables;
    private final EnvelopeJson envelopes = new EnvelopeJson();

    Listing(Tables tables) {
        this.tables = tables;
    }

    TaskPage page(TaskFilter filter, @Nullable String after, int limit) throws SQLException {
        boolean newestFirst = filter.state() == TaskState.DEAD;
        Instant now = tables.clock().now();
        Condition condition = Condition.of(filter, now);
        String time = newestFirst ? "last_failure" : "execution_time";
        if (after != null) {
            PageKey key = PageKey.of(after);
            String beyond = newestFirst ? "<" : ">";
            // the first part is what an index is searched by
            condition
                    .and(time + ' ' + beyond + "= ?", key.time())
                    .and("(" + time + ' ' + beyond + " ? or task_instance " + beyond + " ?)", key.time(), key.id());
        }
        String direction = newestFirst ? " desc" : "";
        List<TaskRow> found = tables.query(
                "select " + COLUMNS + " from " + tables.tasks() + " where " + condition + " order by " + time
                        + direction + ", task_instance" + direction + " limit " + (limit + 1),
                condition.parameters(),
                row -> row(row, now));
        if (found.size() <= limit) {
            return new TaskPage(found, null);
        }
        TaskRow last = found.get(limit - 1);
        Instant ends = newestFirst ? last.failedAt() : last.due();
        return new TaskPage(
                List.copyOf(found.subList(0, limit)), ends == null ? null : new PageKey(ends, last.id()).toString());
    }

    int count(TaskFilter filter) throws SQLException {
        Condition condition = Condition.of(filter, tables.clock().now());
        return tables.query(
                        "select count(*) from (select 1 as one from " + tables.tasks() + " where " + condition
                                + " limit " + (StoreOperations.MOST_COUNTED + 1) + ") counted",
                        condition.parameters(),
                        row -> row.getInt(1))
                .get(0);
    }

    @Nullable
    TaskDetails find(String id) throws SQLException {
        Instant now = tables.clock().now();
        List<TaskDetails> found = tables.query(
                "select " + COLUMNS + ", task_data from " + tables.tasks() + " where task_name in ('" + Rows.TASK
                        + "', '" + Rows.PAUSED + "', '" + Rows.DEAD_LETTER + "') and task_instance = ?",
                List.of(id),
                row -> details(row, now));
        return found.isEmpty() ? null : found.get(0);
    }

    private TaskDetails details(ResultSet row, Instant now) throws SQLException {
        TaskRow listed = row(row, now);
        TaskEnvelope task = envelopes
                .read(listed.id(), tables.values().getTaskData(row, "task_data"))
                .task();
        return new TaskDetails(listed, task.addedAt(), task.method(), task.caller());
    }

    private TaskRow row(ResultSet row, Instant now) throws SQLException {
        Instant due = tables.values().getInstant(row, "execution_time");
        int written = Math.max(1, row.getInt("attempt"));
        TaskState state = state(row, written, due, now);
        long unknown = row.getLong("unknown_since");
        return new TaskRow(
                row.getString("task_instance"),
                textOrEmpty(row, "handler"),
                textOrEmpty(row, "label"),
                textOrEmpty(row, "request_path"),
                state,
                state == TaskState.DEAD ? written : written + Math.max(0, row.getInt("consecutive_failures")),
                state == TaskState.DEAD ? null : due,
                tables.values().getInstant(row, "last_failure"),
                row.getString("cause"),
                row.getString("picked_by"),
                unknown <= 0 ? null : Instant.ofEpochMilli(unknown));
    }

    private static TaskState state(ResultSet row, int attempt, Instant due, Instant now) throws SQLException {
        String kind = row.getString("task_name");
        if (kind.equals(Rows.DEAD_LETTER)) {
            return TaskState.DEAD;
        }
        if (kind.equals(Rows.PAUSED)) {
            return TaskState.PAUSED;
        }
        if (row.getBoolean("picked")) {
            return TaskState.RUNNING;
        }
        if (attempt > 1) {
            return TaskState.RETRYING;
        }
        return due.isAfter(now) ? TaskState.DELAYED : TaskState.WAITING;
    }

    private static String textOrEmpty(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
