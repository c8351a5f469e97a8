package org.backgroundtasks.database.internal.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.spi.operations.HandlerQueue;
import org.backgroundtasks.spi.operations.HandlerQueue.Pause;
import org.jspecify.annotations.Nullable;

/** Counts the rows of each handler. Thread-safe. */
final class Queues {

    private static final String FREE_TASK = "task_name = '" + Rows.TASK + "' and picked = false and ";

    private final Tables tables;
    private final Pauses pauses;

    Queues(Tables tables, Pauses pauses) {
        this.tables = tables;
        this.pauses = pauses;
    }

    List<HandlerQueue> all() throws SQLException {
        Map<String, Pause> paused = pauses.all();
        Map<String, HandlerQueue> queues = new TreeMap<>();
        paused.forEach(
                (handler, pause) -> queues.put(handler, new HandlerQueue(handler, 0, 0, 0, 0, 0, 0, null, pause)));
        Instant now = tables.clock().now();
        String sql = "select handler, "
                + count(FREE_TASK + "attempt <= 1 and execution_time <= ?", "waiting")
                + count(FREE_TASK + "attempt <= 1 and execution_time > ?", "delayed")
                + count(FREE_TASK + "attempt > 1", "retrying")
                + count("task_name = '" + Rows.TASK + "' and picked = true", "running")
                + count("task_name = '" + Rows.PAUSED + '\'', "held")
                + count("task_name = '" + Rows.DEAD_LETTER + '\'', "dead")
                + "min(case when task_name <> '" + Rows.DEAD_LETTER
                + "' and picked = false and execution_time <= ? then execution_time end) as oldest from "
                + tables.tasks()
                + " group by handler";
        tables.query(sql, List.of(now, now, now), row -> {
            HandlerQueue queue = queue(row, now, paused);
            return queues.put(queue.handler(), queue);
        });
        return List.copyOf(queues.values());
    }

    private static String count(String condition, String column) {
        return "sum(case when " + condition + " then 1 else 0 end) as " + column + ", ";
    }

    private HandlerQueue queue(ResultSet row, Instant now, Map<String, Pause> paused) throws SQLException {
        String handler = row.getString("handler");
        @Nullable Instant oldest = tables.values().getInstant(row, "oldest");
        return new HandlerQueue(
                handler == null ? "" : handler,
                row.getLong("waiting"),
                row.getLong("delayed"),
                row.getLong("retrying"),
                row.getLong("running"),
                row.getLong("held"),
                row.getLong("dead"),
                oldest == null ? null : Duration.between(oldest, now),
                handler == null ? null : paused.get(handler));
    }
}
