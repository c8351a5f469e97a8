package org.backgroundtasks.database.internal.scheduling;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import org.backgroundtasks.database.internal.jdbc.Ended;
import org.backgroundtasks.database.internal.jdbc.RowKey;
import org.backgroundtasks.database.internal.jdbc.RowNotes;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.durable.spi.NotAcknowledgedException;
import org.backgroundtasks.durable.spi.TaskReceiver;

/**
 * What db-scheduler is to do with a row that this node has taken: hand it out, and then remove it unless it was stored again. All rows
 * are of one task, so any node is handed any of them, and says so if it does not know the handler. Thread-safe.
 */
final class HandOut {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    private final Rows rows;
    private final TaskReceiver receiver;
    private final Patience patience;
    private final Clock clock;
    private final String node;

    HandOut(Rows rows, TaskReceiver receiver, Patience patience, Clock clock, String node) {
        this.rows = rows;
        this.receiver = receiver;
        this.patience = patience;
        this.clock = clock;
        this.node = node;
    }

    Task<byte[]> task() {
        return Tasks.custom(Rows.TASK, byte[].class)
                .onFailure(this::comesAgain)
                .onDeadExecution(this::comesAgain)
                .execute(this::execute);
    }

    /** The node that had it has died, or could not read its notes: it comes again at once, and that it was handed out is counted. */
    private void comesAgain(ExecutionComplete end, ExecutionOperations<byte[]> row) {
        row.reschedule(end, clock.now());
    }

    private CompletionHandler<byte[]> execute(TaskInstance<byte[]> instance, ExecutionContext context) {
        Execution taken = context.getExecution();
        RowKey key = new RowKey(taken.getId(), taken.version);
        RowNotes notes;
        try {
            notes = rows.notes(key);
        } catch (SQLException gone) {
            throw new IllegalStateException("The database does not say what it notes on " + key, gone);
        }
        if (notes == null) {
            LOG.log(Level.DEBUG, "Another node has the row {0} now", key);
            return HandOut::leave;
        }
        if (notes.paused()) {
            return (end, operations) -> park(key);
        }
        TakenRow row = new TakenRow(
                rows,
                patience,
                key,
                notes,
                new TakenRow.Taken(taken.consecutiveFailures, node, taken.executionTime, clock.now()),
                instance.getData());
        try {
            receiver.receive(row);
        } catch (NotAcknowledgedException logged) {
            return (end, operations) -> putBack(key);
        } catch (RuntimeException | Error unexpected) {
            LOG.log(
                    Level.WARNING,
                    "Durable task " + row.task() + " goes back to the database, as it could not be dealt with",
                    unexpected);
            return (end, operations) -> putBack(key);
        }
        return row.isReplaced() ? HandOut::leave : (end, operations) -> remove(row, key);
    }

    private static void leave(ExecutionComplete end, ExecutionOperations<byte[]> operations) {}

    private void park(RowKey key) {
        try {
            if (!patience.execute(() -> rows.park(key))) {
                LOG.log(Level.DEBUG, "Another node has the row {0} now", key);
            }
        } catch (SQLException refusal) {
            LOG.log(
                    Level.WARNING,
                    "The row {0} is handed out again when other nodes consider this one dead: {1}",
                    key,
                    refusal);
        }
    }

    private void putBack(RowKey key) {
        try {
            if (!patience.execute(() -> rows.putBack(key))) {
                LOG.log(Level.DEBUG, "Another node has the row {0} now", key);
            }
        } catch (SQLException refusal) {
            LOG.log(
                    Level.WARNING,
                    "The row {0} is handed out again when other nodes consider this one dead: {1}",
                    key,
                    refusal);
        }
    }

    private void remove(TakenRow row, RowKey key) {
        Ended end = row.end();
        try {
            if (!patience.execute(() -> rows.remove(key, end))) {
                LOG.log(
                        Level.WARNING,
                        "Durable task {0} was handled, and is handled again: other nodes considered this one dead meanwhile",
                        row.task());
            }
        } catch (SQLException refusal) {
            LOG.log(
                    Level.WARNING,
                    "Durable task {0} was handled, and is handled again, as its row cannot be removed: {1}",
                    row.task(),
                    refusal);
        }
    }
}
