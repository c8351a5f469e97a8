package org.backgroundtasks.internal.run;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.internal.container.TransactionOutcome;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.HandOver;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.StorableWork;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** Stores or lists what an application that stops does not run. Thread-safe. */
public final class Remainder {

    private final Reporter reporter;
    private final Duration waited;
    private volatile @Nullable HandOver handOver;
    private volatile Runnable receiving = () -> {};

    public Remainder(Reporter reporter, Duration waited) {
        this.reporter = reporter;
        this.waited = waited;
    }

    /** Has an add-on store what it can. */
    public void use(HandOver store) {
        handOver = store;
    }

    /** Has an add-on stop receiving first. */
    public void receivesUntilStop(Runnable stop) {
        receiving = stop;
    }

    /** The application stops: no task comes from elsewhere any more. */
    public void receiveNoMore() {
        try {
            receiving.run();
        } catch (RuntimeException | Error refusal) {
            SafeLog.log(Level.WARNING, "Tasks may be received although the application stops", refusal);
        }
    }

    /** Whether a task can be stored, and is to run as far as its request and its transaction are known. */
    public boolean isStorable(Task task) {
        return handOver != null && task.work() instanceof StorableWork && isSureToRun(task);
    }

    private static boolean isSureToRun(Task task) {
        TransactionOutcome transaction = task.transaction();
        if (transaction != null && !transaction.end().isDone()) {
            return false;
        }
        Outcome outcome = task.home().outcome();
        Interception interception = task.interception();
        return task.runsAfter(transaction == null ? outcome : outcome.and(transaction.outcome()))
                && (interception == null || interception.withheld() == null);
    }

    /** Stores all of these or none, and says whether it has. */
    public boolean store(List<Task> tasks) {
        HandOver store = handOver;
        if (store == null || tasks.isEmpty()) {
            return false;
        }
        List<StorableWork> works = new ArrayList<>();
        tasks.forEach(task -> works.add((StorableWork) task.work()));
        try {
            store.store(works);
        } catch (RuntimeException | Error refusal) {
            SafeLog.log(
                    Level.WARNING,
                    tasks.size()
                            + " background task(s) could not be handed over to the store, as the application stops",
                    refusal);
            return false;
        }
        SafeLog.log(
                Level.INFO,
                tasks.size() + " background task(s) were handed over to the store, as the application stops");
        return true;
    }

    /** Reports a task that was taken back and stored. */
    public void stored(Task task) {
        reporter.handedOver(task);
    }

    /** Lists a task that was taken back and is not stored. */
    public void lost(Task task, boolean held) {
        reporter.takenBack(task, held, waited);
    }

    /** Stores a task that was taken back after the application has stopped, or else lists it. */
    void leave(Task task) {
        if (isStorable(task) && store(List.of(task))) {
            stored(task);
        } else {
            lost(task, false);
        }
    }

    /** Lists a task that runs, and is interrupted. */
    public void interrupted(Task task) {
        reporter.interrupted(task, waited);
    }
}
