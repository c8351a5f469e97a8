package org.backgroundtasks.database.internal.scheduling;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.database.internal.jdbc.Ended;
import org.backgroundtasks.database.internal.jdbc.EnvelopeJson;
import org.backgroundtasks.database.internal.jdbc.RowKey;
import org.backgroundtasks.database.internal.jdbc.RowNotes;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.jspecify.annotations.Nullable;

/** A row that this node has taken, as a task that is delivered. For one thread. */
final class TakenRow implements DeliveredTask {

    private final Rows rows;
    private final Patience patience;
    private final RowKey key;
    private final RowNotes notes;
    private final Taken taken;
    private final EnvelopeJson.Read read;
    private boolean replaced;
    private boolean cancelled;

    /**
     * How it was taken.
     *
     * @param failures how often it was handed out since it was stored for its attempt, to no end that was written down
     * @param node who has taken it
     * @param due when it might have been taken
     * @param at when it was
     */
    record Taken(int failures, String node, Instant due, Instant at) {}

    /** Reads it. */
    TakenRow(Rows rows, Patience patience, RowKey key, RowNotes notes, Taken taken, byte @Nullable [] data) {
        this.rows = rows;
        this.patience = patience;
        this.key = key;
        this.notes = notes;
        this.taken = taken;
        this.read = rows.read(key, data);
    }

    @Override
    public TaskEnvelope task() {
        return read.task();
    }

    @Override
    public int writtenAttempt() {
        return notes.attempt();
    }

    @Override
    public int deliveries() {
        return taken.failures() + 1;
    }

    @Override
    public Deferral deferral() {
        return notes.deferral();
    }

    @Override
    public @Nullable String flaw() {
        return read.flaw();
    }

    @Override
    public void again(int attempt, Duration delay) {
        replace(() -> rows.again(key, new RowNotes(attempt, Deferral.NONE, false), delay, null));
    }

    @Override
    public void failed(int next, Duration delay, Throwable cause) {
        Ended end = ended(End.FAILED, next - 1, cause);
        replace(() -> rows.again(key, new RowNotes(next, Deferral.NONE, false), delay, end));
    }

    @Override
    public void cancelled() {
        cancelled = true;
    }

    @Override
    public void defer(Deferral deferral, Duration delay) {
        replace(() -> rows.again(key, new RowNotes(notes.attempt(), deferral, false), delay, null));
    }

    @Override
    public void deadLetter(int attempt, Throwable cause) {
        Ended end = ended(End.DEAD, attempt, cause);
        replace(() -> rows.bury(key, end));
    }

    private void replace(Patience.Statement statement) {
        try {
            replaced = patience.execute(statement);
        } catch (SQLException refusal) {
            throw new NotStoredException(
                    "The database does not store the task " + task() + " again: " + refusal.getMessage(), refusal);
        }
        if (!replaced) {
            throw new NotStoredException(
                    "Another node has the task " + task() + ", since it considered this one dead", null);
        }
    }

    private Ended ended(End outcome, int attempt, @Nullable Throwable cause) {
        return new Ended(
                task(), outcome, attempt, taken.node(), taken.at(), Duration.between(taken.due(), taken.at()), cause);
    }

    /** How it has ended if it is not stored again. */
    Ended end() {
        return ended(cancelled ? End.CANCELLED : End.SUCCEEDED, attempt(), null);
    }

    /** Whether the row says what is to become of it. */
    boolean isReplaced() {
        return replaced;
    }
}
