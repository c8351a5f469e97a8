package org.backgroundtasks.database.internal.operations;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.database.internal.jdbc.History;

/** Tidies up now and then: forgets old history, and hands out what was set aside for a handler that is paused no longer. For one thread. */
public final class Upkeep implements Runnable {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

    private final Tables tables;
    private final History history;
    private final Pauses pauses;
    private Instant cleaned = Instant.MIN;

    /** Uses tables that were checked. */
    public Upkeep(Tables tables, History history) {
        this.tables = tables;
        this.history = history;
        this.pauses = new Pauses(tables);
    }

    @Override
    public void run() {
        try {
            pauses.release();
            Instant now = tables.clock().now();
            if (cleaned.plus(BETWEEN_CLEANINGS).isBefore(now)) {
                int unused = tables.connections().inTransaction(history::forget);
                cleaned = now;
            }
        } catch (SQLException | RuntimeException refusal) {
            LOG.log(Level.DEBUG, "The tables of durable tasks are tidied up later", refusal);
        }
    }
}
