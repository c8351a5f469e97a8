package org.backgroundtasks.internal.run;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.container.TransactionOutcome;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.task.Options.Condition;
import org.backgroundtasks.internal.task.Phase;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/**
 * Runs the released tasks of one request on one executor, one after another in the order they were added. One thread at a time
 * is in it; where a task ends later than its function, the thread is given back and the run goes on with a new submission.
 * Other threads may take back what waits.
 */
public final class Run implements Dispatchable, Phase {

    private final Runs runs;
    private final Outcome outcome;
    private final @Nullable ManagedPool pool;
    private final int size;
    private final Execution execution;
    /** The run that this one is a concurrent task of. */
    private final @Nullable Run parent;
    /** Guarded by this. */
    private final ArrayDeque<Task> waiting;

    private volatile boolean aborted;

    /** Takes the collection over, which is nobody else's any more. */
    Run(Runs runs, ArrayDeque<Task> tasks, @Nullable ManagedPool pool, Outcome outcome, @Nullable Run parent) {
        this.runs = runs;
        this.outcome = outcome;
        this.pool = pool;
        this.parent = parent;
        this.waiting = tasks;
        this.size = tasks.size();
        this.execution = new Execution(runs.services());
        for (Task task : tasks) {
            task.moveTo(this);
        }
    }

    /** Finds a thread that runs it; this one, if the executor refuses, with the caller's leave. */
    public void start(Executor caller) {
        runs.dispatcher().start(this, caller);
    }

    /** Runs it before this returns. */
    public void runAndWait() {
        runs.dispatcher().runAndWait(this);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public synchronized List<Task> waiting() {
        return List.copyOf(waiting);
    }

    @Override
    public @Nullable ManagedPool pool() {
        return pool;
    }

    @Override
    public boolean takeBack(AddedTask task) {
        synchronized (this) {
            if (!waiting.remove(task)) {
                return false;
            }
        }
        runs.dispatcher().decrementWaiting();
        return true;
    }

    @Override
    public boolean stop(AddedTask task, Stop stop) {
        return false;
    }

    @Override
    public TaskEvent.Type turn() {
        return TaskEvent.Type.ADDED;
    }

    @Override
    public void abandon() {
        for (Task task : waiting()) {
            if (takeBack(task)) {
                runs.remainder().leave(task);
            }
        }
    }

    @Override
    public void runTasks() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = runNext();
            } catch (Throwable fault) {
                // every call of what is not ours is guarded, so this is a fault of ours; the tasks after it are to run
                SafeLog.log(Level.ERROR, "A fault of the library cost the end of a background task its report", fault);
            }
            Thread.interrupted();
        }
    }

    /** Takes the next task through its turn; false if there is none, or if the run goes on without this thread. */
    private boolean runNext() {
        Task task;
        CompletableFuture<?> openTransaction;
        Run ofItsOwn = null;
        Unwanted unwanted = null;
        synchronized (this) {
            task = waiting.peek();
            if (task == null) {
                return false;
            }
            openTransaction = openTransaction(task);
            if (openTransaction == null) {
                waiting.remove();
                unwanted = unwanted(task);
                if (unwanted == null && task.options().concurrent() && !waiting.isEmpty()) {
                    ofItsOwn = new Run(runs, new ArrayDeque<>(List.of(task)), pool, outcome, this);
                } else if (unwanted == null) {
                    execution.begin(task);
                }
            }
        }
        if (openTransaction != null) {
            return continuesHere(openTransaction, cause -> {});
        }
        runs.dispatcher().decrementWaiting();
        if (ofItsOwn != null) {
            ofItsOwn.start(ThreadLoop.AS_CALLER);
        } else if (unwanted != null && unwanted.byFailure()) {
            runs.services().reporter().discardedByFailure(task, unwanted.reason());
        } else if (unwanted != null) {
            runs.services().reporter().discarded(task, unwanted.reason());
        } else {
            return executed();
        }
        return true;
    }

    private static @Nullable CompletableFuture<?> openTransaction(Task task) {
        TransactionOutcome transaction = task.transaction();
        return transaction == null || transaction.end().isDone() ? null : transaction.end();
    }

    /** Says why a task does not run, and whether that is since its request or transaction failed. */
    private record Unwanted(String reason, boolean byFailure) {}

    private @Nullable Unwanted unwanted(Task task) {
        if (aborted && task.options().condition() != Condition.ALWAYS) {
            return new Unwanted("an earlier task of the request failed", false);
        }
        TransactionOutcome transaction = task.transaction();
        Outcome ofTask = transaction == null ? outcome : outcome.and(transaction.outcome());
        if (!task.runsAfter(ofTask)) {
            return new Unwanted(
                    ofTask == outcome ? "the request " + outcome : "its transaction was rolled back",
                    ofTask == Outcome.FAILED);
        }
        Interception interception = task.interception();
        String withheld = interception == null ? null : interception.withheld();
        return withheld == null ? null : new Unwanted(withheld, false);
    }

    /** Runs the task; false if its stage is still open. */
    private boolean executed() {
        OpenStage open = execution.execute();
        if (open == null) {
            ended();
            return true;
        }
        return continuesHere(open.future(), cause -> {
            execution.stageEnded(cause);
            ended();
        });
    }

    private void ended() {
        if (runs.stopAtFailure() && !execution.endedWell()) {
            abort();
        }
    }

    private void abort() {
        aborted = true;
        if (parent != null) {
            parent.abort();
        }
    }

    /** Does something at an end; if that lies ahead, returns false and continues the run afterwards. */
    private boolean continuesHere(CompletableFuture<?> end, Consumer<@Nullable Throwable> then) {
        AtomicBoolean oneIsHere = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        try {
            var unused = end.whenComplete((result, cause) -> {
                if (done.getAndSet(true)) {
                    // a stage of a class of its own calls back twice
                    return;
                }
                then.accept(cause);
                boolean threadHasLeft = oneIsHere.getAndSet(true);
                if (threadHasLeft && !waiting().isEmpty()) {
                    runs.dispatcher().resume(this);
                }
            });
        } catch (Throwable stageRefuses) {
            if (!done.getAndSet(true)) {
                then.accept(stageRefuses);
                oneIsHere.set(true);
            }
        }
        return oneIsHere.getAndSet(true);
    }
}
