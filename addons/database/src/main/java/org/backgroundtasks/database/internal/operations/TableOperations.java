package org.backgroundtasks.database.internal.operations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.backgroundtasks.database.internal.jdbc.History;
import org.backgroundtasks.spi.operations.HandlerQueue;
import org.backgroundtasks.spi.operations.HistoryEntry;
import org.backgroundtasks.spi.operations.LastHour;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskDetails;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskPage;
import org.jspecify.annotations.Nullable;

/** What operators see and do, by statements on the tables that all nodes share. Thread-safe. */
public final class TableOperations implements StoreOperations {

    private final Pauses pauses;
    private final Queues queues;
    private final Listing listing;
    private final Changes changes;
    private final Attempts attempts;

    private interface Question<T> {
        T ask() throws SQLException;
    }

    /** Uses tables that were checked. */
    public TableOperations(Tables tables, History history) {
        this.pauses = new Pauses(tables);
        this.queues = new Queues(tables, pauses);
        this.listing = new Listing(tables);
        this.changes = new Changes(tables, history);
        this.attempts = new Attempts(tables);
    }

    private static <T> T asked(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (SQLException refusal) {
            throw new IOException("The database of durable tasks does not answer: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public List<HandlerQueue> queues() throws IOException {
        return asked(queues::all);
    }

    @Override
    public TaskPage list(TaskFilter filter, @Nullable String after, int limit) throws IOException {
        return asked(() -> listing.page(filter, after, limit));
    }

    @Override
    public int count(TaskFilter filter) throws IOException {
        return asked(() -> listing.count(filter));
    }

    @Override
    public @Nullable TaskDetails find(String id) throws IOException {
        try {
            return listing.find(id);
        } catch (SQLException refusal) {
            throw new IOException("The database of durable tasks does not answer: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public List<HistoryEntry> history(String id) throws IOException {
        return asked(() -> attempts.of(id));
    }

    @Override
    public LastHour lastHour() throws IOException {
        return asked(attempts::lastHour);
    }

    @Override
    public int retry(TaskFilter filter, String operator) throws IOException {
        return asked(() -> changes.retry(filter, operator));
    }

    @Override
    public int discard(TaskFilter filter, String operator) throws IOException {
        return asked(() -> changes.discard(filter, operator));
    }

    @Override
    public boolean pause(String handler, String operator) throws IOException {
        return asked(() -> pauses.pause(handler, operator));
    }

    @Override
    public boolean resume(String handler) throws IOException {
        return asked(() -> pauses.resume(handler));
    }
}
