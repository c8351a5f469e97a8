package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The end of a task's time: interrupts its function while that runs, cancels its stage afterwards. */
final class Deadline implements Runnable {

    private final PendingTask task;
    private final TimeoutException cause;
    private final Reporter reporter;
    private final Thread thread = Thread.currentThread();
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable CompletableFuture<?> stage;
    private boolean over;
    private boolean passed;

    private Deadline(PendingTask task, Duration timeout, Reporter reporter) {
        this.task = task;
        this.cause = new TimeoutException("Timed out after " + timeout);
        this.reporter = reporter;
    }

    static Deadline start(PendingTask task, Duration timeout, Engine engine) {
        Deadline deadline = new Deadline(task, timeout, engine.reporter());
        synchronized (deadline) {
            deadline.timer = engine.resources().scheduler().schedule(deadline, nanos(timeout), TimeUnit.NANOSECONDS);
        }
        return deadline;
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : timeout.toNanos();
    }

    @Override
    public synchronized void run() {
        if (over) {
            return;
        }
        over = true;
        passed = true;
        reporter.timedOut(task, cause);
        if (stage == null) {
            thread.interrupt();
        } else {
            stage.cancel(true);
        }
    }

    /** The function has returned, so nothing may interrupt its thread any more; what is left to watch is its stage. */
    @SuppressWarnings("FutureReturnValueIgnored") // stop() does not throw
    synchronized void functionReturned(@Nullable CompletableFuture<?> open) {
        stage = open;
        if (open == null || over) {
            stop();
            if (open != null) {
                open.cancel(true);
            }
        } else {
            open.whenComplete((result, failure) -> stop());
        }
    }

    private synchronized void stop() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    TimeoutException cause() {
        return cause;
    }
}
