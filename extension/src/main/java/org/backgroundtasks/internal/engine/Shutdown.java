package org.backgroundtasks.internal.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.OpenLedgers;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.internal.run.Lifecycle;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.Home;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;

/** Waits for the tasks of an application that stops; then takes back what waits, stops what runs, and names both. */
final class Shutdown {

    /** What ends at once when it is interrupted should find its request scope still there. */
    private static final Duration TO_HEED_AN_INTERRUPT = Duration.ofSeconds(2);

    private final Duration timeout;
    private final Lifecycle lifecycle;
    private final OpenLedgers open;
    private final Reporter reporter;

    Shutdown(Duration timeout, Lifecycle lifecycle, OpenLedgers open, Reporter reporter) {
        this.timeout = timeout;
        this.lifecycle = lifecycle;
        this.open = open;
        this.reporter = reporter;
    }

    /** Stops once; waits again for what was added after a wait that ended well. A task that stops its own application is not waited for. */
    void drain() {
        if (!lifecycle.drain()) {
            return;
        }
        int own = waitingForThisThread();
        if (idleWithin(own, Duration.ZERO)) {
            return;
        }
        SafeLog.log(
                Level.INFO,
                "Waiting up to " + Durations.text(timeout) + " for "
                        + open.unfinishedTasks().size() + " background task(s) to end");
        if (idleWithin(own, timeout)) {
            return;
        }
        lifecycle.stop();
        // what waits before what runs, whose end would have the next one start
        List<Task> begun = open.unfinishedTasks();
        begun.removeIf(this::tookBack);
        begun.forEach(this::interrupt);
        idleWithin(own, TO_HEED_AN_INTERRUPT);
    }

    /** How many requests have tasks that this very thread is to end: its own, its follow-ups, what it runs after them. */
    private static int waitingForThisThread() {
        if (!CurrentTask.isThreadRunningTasks()) {
            return 0;
        }
        Set<Home> waiting = CurrentTask.served();
        if (CurrentTask.followUps() instanceof Ledger followUps
                && !followUps.unfinished().isEmpty()) {
            waiting.add(followUps);
        }
        return Math.max(1, waiting.size());
    }

    private boolean idleWithin(int own, Duration time) {
        try {
            return open.awaitAtMost(own, time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean tookBack(Task task) {
        boolean held = task.isIn(Ledger.class);
        boolean waits = task.takeBack();
        if (waits) {
            reporter.takenBack(task, held, timeout);
        }
        return waits;
    }

    private void interrupt(Task task) {
        if (task.stop(Stop.applicationStopped())) {
            reporter.interrupted(task, timeout);
        }
    }
}
