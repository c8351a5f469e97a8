package org.backgroundtasks.database.internal.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.spi.LogText;

/** Asks the database for its time now and then, and so notices that it is gone: nobody polls it meanwhile. Thread-safe. */
final class Presence {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    /** What two machines' clocks drift apart is less. */
    private static final Duration NOTEWORTHY = Duration.ofSeconds(1);

    private final DatabaseClock clock;
    private final Scheduler scheduler;
    private boolean gone;
    private boolean ended;

    Presence(DatabaseClock clock, Scheduler scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
    }

    void look() {
        try {
            Duration moved = clock.adjust();
            if (moved.abs().compareTo(NOTEWORTHY) > 0) {
                LOG.log(
                        Level.WARNING,
                        "The clock of the database of durable tasks was moved by {0}",
                        LogText.duration(moved));
                // db-scheduler waits for a time that may be far away now
                scheduler.triggerCheckForDueExecutions();
            }
            back();
        } catch (SQLException | RuntimeException refusal) {
            away(refusal);
        }
    }

    private synchronized void back() {
        if (gone && !ended) {
            gone = false;
            LOG.log(Level.INFO, "The database of durable tasks answers again");
            scheduler.resume();
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private synchronized void away(Exception refusal) {
        if (!gone && !ended) {
            gone = true;
            LOG.log(
                    Level.WARNING,
                    "The database of durable tasks does not answer, and is asked again until it does: {0}",
                    refusal.toString());
            LOG.log(Level.DEBUG, "Why the database of durable tasks does not answer", refusal);
            scheduler.pause();
        }
    }

    synchronized boolean isGone() {
        return gone;
    }

    /** Resumes nothing any more. */
    synchronized void end() {
        ended = true;
    }
}
