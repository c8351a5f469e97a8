package org.backgroundtasks.internal.engine;

import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.internal.report.Counts;
import org.backgroundtasks.internal.request.OpenLedgers;

/** Shows the counts of one application, and waits for its tasks. */
record Monitor(Counts counts, OpenLedgers open) implements BackgroundTasksMonitor {

    @Override
    public long waiting() {
        return counts.getWaiting();
    }

    @Override
    public long running() {
        return counts.getRunning();
    }

    @Override
    public long succeeded() {
        return counts.getSucceeded();
    }

    @Override
    public long failed() {
        return counts.getFailed();
    }

    @Override
    public long discarded() {
        return counts.getDiscarded();
    }

    @Override
    public long refused() {
        return counts.getRefused();
    }

    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return open.awaitAtMost(0, Objects.requireNonNull(timeout, "How long to wait for the tasks must not be null."));
    }
}
