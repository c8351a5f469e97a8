package org.backgroundtasks.database.internal.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskState;
import org.jspecify.annotations.Nullable;

/** A filter as the condition of a statement, to which more may be added. For one thread. */
final class Condition {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Selects at this time. */
    static Condition of(TaskFilter filter, Instant now) {
        Condition made = new Condition();
        made.state(filter.state(), now);
        if (filter.id() != null) {
            made.and("task_instance = ?", filter.id());
        }
        if (filter.handler() != null) {
            made.and("handler = ?", filter.handler());
        }
        made.contains("label", filter.name());
        made.contains("request_path", filter.path());
        made.contains("cause", filter.cause());
        return made;
    }

    private void state(@Nullable TaskState state, Instant now) {
        if (state == null) {
            and("task_name in ('" + Rows.TASK + "', '" + Rows.PAUSED + "', '" + Rows.DEAD_LETTER + "')");
            and("picked = false");
            return;
        }
        switch (state) {
            case DEAD -> and("task_name = '" + Rows.DEAD_LETTER + '\'').and("last_failure <= ?", now);
            case PAUSED -> and("task_name = '" + Rows.PAUSED + '\'');
            // which is indexed
            case RUNNING -> task(true).and("last_heartbeat is not null");
            case RETRYING -> task(false).and("attempt > 1");
            case WAITING -> task(false).and("attempt <= 1").and("execution_time <= ?", now);
            case DELAYED -> task(false).and("attempt <= 1").and("execution_time > ?", now);
        }
    }

    private Condition task(boolean picked) {
        return and("task_name = '" + Rows.TASK + '\'').and("picked = " + picked);
    }

    private void contains(String column, @Nullable String text) {
        if (text != null) {
            String escaped = text.toLowerCase(Locale.ROOT)
                    .replace("!", "!!")
                    .replace("%", "!%")
                    .replace("_", "!_");
            and("lower(" + column + ") like ? escape '!'", '%' + escaped + '%');
        }
    }

    Condition and(String condition, Object... values) {
        sql.append(sql.isEmpty() ? "" : " and ").append(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    List<Object> parameters() {
        return parameters;
    }

    /** What comes behind {@code where}. */
    @Override
    public String toString() {
        return sql.toString();
    }
}
