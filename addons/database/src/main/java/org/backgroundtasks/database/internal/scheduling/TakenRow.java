package org.backgroundtasks.database.internal.scheduling;

import java.sql.SQLException;
import java.time.Duration;
import org.backgroundtasks.database.internal.jdbc.EnvelopeJson;
import org.backgroundtasks.database.internal.jdbc.RowKey;
import org.backgroundtasks.database.internal.jdbc.RowNotes;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.jspecify.annotations.Nullable;

/** A row that this node has taken, as a task that is delivered. For one thread. */
final class TakenRow implements DeliveredTask {

    private final Rows rows;
    private final Patience patience;
    private final RowKey key;
    private final RowNotes notes;
    private final int failures;
    private final EnvelopeJson.Read read;
    private boolean replaced;

    /**
     * Reads it.
     *
     * @param failures how often it was handed out since it was stored for its attempt, to no end that was written down
     */
    TakenRow(Rows rows, Patience patience, RowKey key, RowNotes notes, int failures, byte @Nullable [] data) {
        this.rows = rows;
        this.patience = patience;
        this.key = key;
        this.notes = notes;
        this.failures = failures;
        this.read = EnvelopeJson.read(key.id(), data);
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
        return failures + 1;
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
        replace(() -> rows.again(key, new RowNotes(attempt, Deferral.NONE), delay));
    }

    @Override
    public void defer(Deferral deferral, Duration delay) {
        replace(() -> rows.again(key, new RowNotes(notes.attempt(), deferral), delay));
    }

    @Override
    public void deadLetter(int attempt, Throwable cause) {
        replace(() -> rows.bury(key, attempt, cause));
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
                    "Another node has the task " + task() + " by now, since this one was taken for dead", null);
        }
    }

    /** Whether the row says what is to become of it. */
    boolean isReplaced() {
        return replaced;
    }
}
