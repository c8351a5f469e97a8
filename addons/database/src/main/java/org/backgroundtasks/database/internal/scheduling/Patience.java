package org.backgroundtasks.database.internal.scheduling;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Repeats what a database refuses that is gone for a moment, so that a restart of it does not have tasks handled twice. Not for longer
 * than the row belongs to this node, nor when the application stops. Thread-safe.
 */
final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final long limit;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** What is said to the database. */
    interface Statement {
        boolean execute() throws SQLException;
    }

    Patience(Duration limit) {
        this.limit = limit.toNanos();
    }

    void end() {
        stopping.countDown();
    }

    boolean execute(Statement statement) throws SQLException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return statement.execute();
            } catch (SQLException refusal) {
                if (isOver(begin)) {
                    throw refusal;
                }
            }
        }
    }

    private boolean isOver(long begin) {
        try {
            return System.nanoTime() - begin >= limit || stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
