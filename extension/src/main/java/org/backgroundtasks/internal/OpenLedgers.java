package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The ledgers of one application that have tasks which have not ended. */
final class OpenLedgers {

    private final Set<Ledger> ledgers = ConcurrentHashMap.newKeySet();
    private volatile int watchers;

    void opened(Ledger ledger) {
        ledgers.add(ledger);
    }

    void closed(Ledger ledger) {
        ledgers.remove(ledger);
        if (watchers > 0 && ledgers.isEmpty()) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until there is none; false if there still are some at the end of the time. */
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        // half of the range: nanoTime may be anywhere in it
        long end = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
        watchers++;
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (ledgers.isEmpty()) {
                    return true;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return ledgers.isEmpty();
        } finally {
            watchers--;
        }
    }

    List<PendingTask> unfinishedTasks() {
        List<PendingTask> tasks = new ArrayList<>();
        ledgers.forEach(ledger -> tasks.addAll(ledger.unfinished()));
        return tasks;
    }
}
