package org.backgroundtasks.database.internal.status;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.backgroundtasks.status.spi.StoredStatus;
import org.backgroundtasks.status.spi.StoredStatus.Step;
import org.jspecify.annotations.Nullable;

/**
 * Writes statuses on a thread of its own: of each task the newest, many in one transaction, and progress once a second at most. While
 * the database does not answer they wait, so many at most, and nobody waits for them. Thread-safe.
 */
public final class StatusWriter {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    /** Between two writes of one task's progress, and between two attempts while the database is gone. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** How long a request waits until its status is visible to all nodes. */
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private static final Duration TO_FINISH = Duration.ofSeconds(3);

    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 500;

    /** The newest status of one task, and who waits for it. */
    private static final class Entry {

        private StoredStatus newest;
        private boolean urgent;
        private final List<CountDownLatch> waiters = new ArrayList<>(1);

        Entry(StoredStatus newest) {
            this.newest = newest;
        }
    }

    private final StatusRows rows;

    // guarded by this
    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    /** When a task that runs here was written. */
    private final Map<String, Long> written = new HashMap<>();

    private boolean gone;
    private long goneSince;
    private boolean overflown;
    private boolean closed;
    private boolean busy;

    public StatusWriter(StatusRows rows) {
        this.rows = rows;
    }

    /** Has a status written, soon. */
    public void put(StoredStatus status, boolean urgent) {
        put(status, urgent, null);
    }

    private synchronized void put(StoredStatus status, boolean urgent, @Nullable CountDownLatch waiter) {
        Entry entry = waiting.get(status.hash());
        boolean isNew = entry == null;
        if (entry == null) {
            if (waiting.size() >= MOST_WAITING) {
                dropOldest();
            }
            entry = new Entry(status);
            waiting.put(status.hash(), entry);
        } else {
            StoredStatus before = entry.newest;
            StoredStatus newest = isOvertaken(status, before) ? before : status;
            if (before.addressed() != status.addressed()) {
                newest = addressed(newest, before.addressed() ? before.callers() : status.callers());
            }
            entry.newest = newest;
        }
        entry.urgent |= urgent;
        if (waiter != null) {
            entry.waiters.add(waiter);
        }
        // the writer may be waiting for nothing at all
        if (urgent || isNew) {
            notifyAll();
        }
    }

    /** Whether another thread of this node has put more of the same attempt meanwhile. */
    private static boolean isOvertaken(StoredStatus status, StoredStatus before) {
        return status.attempt() == before.attempt() && status.version() < before.version();
    }

    private static StoredStatus addressed(StoredStatus status, List<String> callers) {
        return new StoredStatus(
                status.hash(),
                status.name(),
                status.state(),
                status.step(),
                status.attempt(),
                status.version(),
                status.progress(),
                status.message(),
                status.added(),
                status.started(),
                status.ended(),
                status.result(),
                status.problem(),
                callers,
                true);
    }

    private void dropOldest() {
        Iterator<Entry> oldest = waiting.values().iterator();
        release(oldest.next());
        oldest.remove();
        if (!overflown) {
            overflown = true;
            LOG.log(Level.WARNING, "Statuses are lost, since {0} wait for the database", MOST_WAITING);
        }
    }

    private static void release(Entry entry) {
        entry.waiters.forEach(CountDownLatch::countDown);
    }

    /** Has a status written now, and waits for that a moment; not while the database does not answer. */
    public void putNow(StoredStatus status) {
        CountDownLatch done = new CountDownLatch(1);
        synchronized (this) {
            put(status, true, done);
            if (gone || closed) {
                return;
            }
        }
        try {
            if (!done.await(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.DEBUG, "A response goes out before all nodes know the status of its task");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes until it is closed; for a thread of its own. */
    public void run() {
        for (List<Entry> next = next(); !next.isEmpty(); next = next()) {
            write(next);
        }
    }

    /** Waits for what is due; nothing once all is written and this is closed. */
    private synchronized List<Entry> next() {
        while (true) {
            long now = System.nanoTime();
            long pause = Long.MAX_VALUE;
            List<Entry> due = new ArrayList<>();
            if (gone && !closed && now - goneSince < PAUSE) {
                pause = PAUSE - (now - goneSince);
            } else {
                Iterator<Entry> all = waiting.values().iterator();
                while (all.hasNext() && due.size() < MOST_AT_ONCE) {
                    Entry entry = all.next();
                    Long before = written.get(entry.newest.hash());
                    long left = entry.urgent || closed || before == null ? 0 : PAUSE - (now - before);
                    if (left <= 0) {
                        due.add(entry);
                        all.remove();
                    } else {
                        pause = Math.min(pause, left);
                    }
                }
            }
            if (!due.isEmpty() || (closed && waiting.isEmpty())) {
                busy = !due.isEmpty();
                return due;
            }
            try {
                if (pause == Long.MAX_VALUE) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, pause);
                }
            } catch (InterruptedException meantForTheLastOne) {
                // or the container's, which says by an event that it stops
            }
        }
    }

    private void write(List<Entry> entries) {
        try {
            rows.write(entries.stream().map(entry -> entry.newest).toList());
        } catch (SQLException | RuntimeException refusal) {
            refused(entries, refusal);
            return;
        }
        synchronized (this) {
            long now = System.nanoTime();
            for (Entry entry : entries) {
                if (entry.newest.step() == Step.RUNNING) {
                    written.put(entry.newest.hash(), now);
                } else {
                    written.remove(entry.newest.hash());
                }
                release(entry);
            }
            if (gone) {
                gone = false;
                overflown = false;
                LOG.log(Level.INFO, "The database takes statuses again");
            }
            busy = false;
            notifyAll();
        }
    }

    private synchronized void refused(List<Entry> entries, Exception refusal) {
        if (!gone) {
            gone = true;
            LOG.log(
                    Level.WARNING,
                    "The database does not take the statuses of tasks, which wait for it; other nodes know less meanwhile: {0}",
                    refusal.toString());
            LOG.log(Level.DEBUG, "Why the database does not take statuses", refusal);
        }
        goneSince = System.nanoTime();
        for (Entry entry : entries) {
            release(entry);
            entry.waiters.clear();
            // a newer one is right
            waiting.putIfAbsent(entry.newest.hash(), entry);
        }
        if (closed) {
            waiting.clear();
        }
        busy = false;
        notifyAll();
    }

    /** Tells of tasks what other nodes cannot know, who have given an address after this node had begun. */
    public void tellOthers(Function<String, @Nullable StoredStatus> newest) throws SQLException {
        for (String hash : rows.unheardOf()) {
            StoredStatus known = newest.apply(hash);
            if (known != null && (known.step() != Step.WAITING || known.attempt() > 1)) {
                put(known, true);
            }
        }
    }

    /** Writes what waits, as far as that can be done in a while, and takes no more. */
    public synchronized void close() {
        closed = true;
        notifyAll();
        long end = System.nanoTime() + TO_FINISH.toNanos();
        try {
            for (long left = TO_FINISH.toNanos();
                    left > 0 && (busy || !waiting.isEmpty());
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException sooner) {
            Thread.currentThread().interrupt();
        }
        if (!waiting.isEmpty()) {
            LOG.log(Level.WARNING, "{0} statuses were not written, as the application has stopped", waiting.size());
            waiting.clear();
        }
        notifyAll();
    }
}
