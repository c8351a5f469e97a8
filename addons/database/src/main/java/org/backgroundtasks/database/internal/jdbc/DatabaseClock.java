package org.backgroundtasks.database.internal.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.backgroundtasks.database.internal.schema.Dialect;

/**
 * The clock of the database, which all nodes share: what it said last, and how long ago that was. The clock of this machine may be an
 * hour off or be set while it is asked, since only its ticks count. Thread-safe.
 */
public final class DatabaseClock implements Clock {

    private final Connections connections;
    private final Dialect dialect;
    private final LongSupplier ticks;

    private record Reading(Instant time, long tick) {}

    private volatile Reading last;

    /** Asks the database. */
    public DatabaseClock(Connections connections, Dialect dialect) throws SQLException {
        this(connections, dialect, System::nanoTime);
    }

    DatabaseClock(Connections connections, Dialect dialect, LongSupplier ticks) throws SQLException {
        this.connections = connections;
        this.dialect = dialect;
        this.ticks = ticks;
        last = read();
    }

    /**
     * Asks the database again.
     *
     * @return how far this clock was put forward, negative if back
     */
    public Duration adjust() throws SQLException {
        Reading next = read();
        Duration moved = Duration.between(at(last, next.tick()), next.time());
        last = next;
        return moved;
    }

    private Reading read() throws SQLException {
        return connections.inStatement(connection -> {
            long before = ticks.getAsLong();
            Instant time = dialect.time(connection);
            // it was read somewhere between the question and the answer
            return new Reading(time, before + (ticks.getAsLong() - before) / 2);
        });
    }

    @Override
    public Instant now() {
        return at(last, ticks.getAsLong());
    }

    private static Instant at(Reading reading, long tick) {
        return reading.time().plusNanos(tick - reading.tick());
    }
}
