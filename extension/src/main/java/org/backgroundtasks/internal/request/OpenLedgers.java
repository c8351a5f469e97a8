package org.backgroundtasks.internal.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.internal.task.Task;

/** Knows the ledgers of one application that have tasks which have not ended. */
public final class OpenLedgers {

    /** Is a ledger, as far as this is concerned. */
    interface Member {

        /** Returns its tasks that have not ended, in order. */
        List<Task> unfinished();
    }

    private final Set<Member> ledgers;
    /** Decides whether there is none, which the size of a concurrent set cannot. */
    private final AtomicLong number = new AtomicLong();

    private volatile int watchers;

    public OpenLedgers() {
        this(ConcurrentHashMap.newKeySet());
    }

    OpenLedgers(Set<Member> concurrent) {
        ledgers = concurrent;
    }

    void opened(Member ledger) {
        number.incrementAndGet();
        ledgers.add(ledger);
    }

    void closed(Member ledger) {
        ledgers.remove(ledger);
        number.decrementAndGet();
        if (watchers > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until no more than this many are open; false if more are at the end of the time. */
    public synchronized boolean awaitAtMost(int most, Duration timeout) throws InterruptedException {
        // half of the range: nanoTime may be anywhere in it
        long end = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
        watchers++;
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (number.get() <= most) {
                    return true;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return number.get() <= most;
        } finally {
            watchers--;
        }
    }

    /** The tasks that have not ended, in no order between requests. */
    public List<Task> unfinishedTasks() {
        List<Task> tasks = new ArrayList<>();
        ledgers.forEach(ledger -> tasks.addAll(ledger.unfinished()));
        return tasks;
    }
}
