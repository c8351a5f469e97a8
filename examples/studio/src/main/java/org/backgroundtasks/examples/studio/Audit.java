package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.backgroundtasks.TaskEvent;

/** What failed: requests, whose tasks with {@code onError()} write it down, and tasks. */
@ApplicationScoped
public class Audit {

    private static final int LONGEST = 1_000;

    @Inject
    Database database;

    public void record(String what) throws SQLException {
        database.update("insert into audit (what) values (?)", what.substring(0, Math.min(what.length(), LONGEST)));
    }

    void taskFailed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) throws SQLException {
        record((event.willRetry() ? "failed, to be tried again: " : "failed: ") + event.taskName() + ", "
                + event.cause().map(Throwable::getMessage).orElse(""));
    }

    public List<String> latest() throws SQLException {
        return database.query(
                row -> row.getString(1), "select what from audit order by id desc fetch first 20 rows only");
    }
}
