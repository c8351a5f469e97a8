package org.backgroundtasks.internal.run;

import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.container.ContainerThreads;
import org.backgroundtasks.internal.report.Guarded;
import org.jspecify.annotations.Nullable;

/** Watches the timeouts of one application, on a thread of the container's that is there only while there are any. */
final class Watchdog {

    /** So that tasks in quick succession share a thread. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ContainerThreads threads;

    // guarded by this
    private final TreeSet<Deadline> pending = new TreeSet<>();
    private boolean watched;
    private long lastNumber;
    private boolean closed;

    Watchdog(ContainerThreads threads) {
        this.threads = threads;
    }

    /** Is a moment at which something is done unless it is cancelled before; in order of time. */
    static final class Deadline implements Comparable<Deadline> {

        private final long at;
        private final long number;
        private final Runnable action;

        private Deadline(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Deadline other) {
            // the difference, as nanoTime may overflow
            long apart = at - other.at;
            return apart == 0 ? Long.compare(number, other.number) : Long.signum(apart);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /** Does something after some time, on the watching thread, which it must not keep. */
    synchronized Deadline after(long nanos, Runnable action) {
        // half of the range: nanoTime may be anywhere in it
        Deadline deadline = new Deadline(System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2), ++lastNumber, action);
        pending.add(deadline);
        if (!watched) {
            watched = Guarded.call(() -> "There is no thread to watch timeouts", this::startThread, false);
        } else if (pending.first().equals(deadline)) {
            notifyAll();
        }
        return deadline;
    }

    private boolean startThread() {
        threads.start(this::watch);
        return true;
    }

    synchronized void cancel(Deadline deadline) {
        pending.remove(deadline);
    }

    /** Ends the thread once no timeout is pending. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void watch() {
        for (Deadline due = awaitDue(); due != null; due = awaitDue()) {
            Guarded.run(() -> "A timeout could not be acted on", due.action);
        }
    }

    /** Null if the thread has nothing to do any more. */
    private synchronized @Nullable Deadline awaitDue() {
        boolean lingered = false;
        while (true) {
            long left = pending.isEmpty() ? LINGER_NANOS : pending.first().at - System.nanoTime();
            if (!pending.isEmpty() && left <= 0) {
                return pending.pollFirst();
            }
            if (pending.isEmpty() && (lingered || closed)) {
                watched = false;
                return null;
            }
            lingered = pending.isEmpty();
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException notOurs) {
                // whoever interrupts a container's threads when it stops: timeouts hold until the last task has ended
            }
        }
    }
}
