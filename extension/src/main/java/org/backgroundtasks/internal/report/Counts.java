package org.backgroundtasks.internal.report;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the tasks of one application; also over JMX. */
public final class Counts implements BackgroundTasksMXBean {

    private final LongAdder added = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void incrementAdded() {
        added.increment();
    }

    void incrementStarted() {
        started.increment();
    }

    void incrementSucceeded() {
        succeeded.increment();
    }

    void incrementFailed() {
        failed.increment();
    }

    void incrementDiscarded() {
        discarded.increment();
    }

    void addRefused(int number) {
        refused.add(number);
    }

    @Override
    public long getWaiting() {
        // the later turns first: a task that moves on meanwhile must not be missing from the earlier ones
        long left = discarded.sum() + started.sum();
        return Math.max(0, added.sum() - left);
    }

    @Override
    public long getRunning() {
        long ended = succeeded.sum() + failed.sum();
        return Math.max(0, started.sum() - ended);
    }

    @Override
    public long getSucceeded() {
        return succeeded.sum();
    }

    @Override
    public long getFailed() {
        return failed.sum();
    }

    @Override
    public long getDiscarded() {
        return discarded.sum();
    }

    @Override
    public long getRefused() {
        return refused.sum();
    }
}
