package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.backgroundtasks.BackgroundTasksMonitor;

/** What became of the tasks of one application, in figures; also over JMX. */
final class Counts implements BackgroundTasksMonitor, BackgroundTasksMXBean {

    private final OpenLedgers open;
    private final LongAdder added = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Counts(OpenLedgers open) {
        this.open = open;
    }

    void oneAdded() {
        added.increment();
    }

    void oneStarted() {
        started.increment();
    }

    void oneSucceeded() {
        succeeded.increment();
    }

    void oneFailed() {
        failed.increment();
    }

    void oneDiscarded() {
        discarded.increment();
    }

    void someRefused(int number) {
        refused.add(number);
    }

    @Override
    public long waiting() {
        // the later turns first: a task that moves on meanwhile must not be missing from the earlier ones
        long left = discarded.sum() + started.sum();
        return Math.max(0, added.sum() - left);
    }

    @Override
    public long running() {
        long ended = succeeded.sum() + failed.sum();
        return Math.max(0, started.sum() - ended);
    }

    @Override
    public long succeeded() {
        return succeeded.sum();
    }

    @Override
    public long failed() {
        return failed.sum();
    }

    @Override
    public long discarded() {
        return discarded.sum();
    }

    @Override
    public long refused() {
        return refused.sum();
    }

    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return open.awaitNone(Objects.requireNonNull(timeout, "How long to wait for the tasks must not be null"));
    }

    @Override
    public long getWaiting() {
        return waiting();
    }

    @Override
    public long getRunning() {
        return running();
    }

    @Override
    public long getSucceeded() {
        return succeeded();
    }

    @Override
    public long getFailed() {
        return failed();
    }

    @Override
    public long getDiscarded() {
        return discarded();
    }

    @Override
    public long getRefused() {
        return refused();
    }
}
