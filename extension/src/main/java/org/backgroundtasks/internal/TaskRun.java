package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/**
 * The released tasks of one request, run one after another in the order they were added. One thread at a time runs it; where
 * a task ends later than its function, the thread is given back and the run goes on with a new submission. Other threads may
 * stop what is under way, and take back what waits.
 */
final class TaskRun implements Runnable {

    /** Stays with its thread, as to remove it takes a call out of the Java code; empty, it holds no class of the application. */
    private static final ThreadLocal<AtomicReference<@Nullable TaskRun>> CURRENT =
            ThreadLocal.withInitial(AtomicReference::new);

    /** A scheduler may keep a cancelled timer, and with it the application's classes, until the timer is due. */
    private static final long LONGEST_TIMER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Engine engine;
    private final Outcome outcome;
    private final int size;
    private final Runnable performance = this::perform;
    private final Runnable function = this::callFunction;

    // guarded by this
    private final ArrayDeque<PendingTask> waiting;
    private @Nullable PendingTask underWay;
    private @Nullable Thread functionThread;
    private @Nullable CompletableFuture<?> stage;
    private @Nullable Throwable stopCause;
    private boolean tookBack;
    private @Nullable ScheduledFuture<?> timer;

    // of the thread that runs; a task is left and the next begun by one thread, or by two in a happens-before order
    private boolean noMore;
    private @Nullable PendingTask performed;
    private boolean performing;
    private boolean functionBegun;
    private long startedAt;
    private @Nullable TaskFlight flight;
    private @Nullable Throwable failure;
    private @Nullable CompletableFuture<?> openStage;
    private @Nullable Ledger followUps;

    /** Takes the collection over, which is nobody else's any more. */
    TaskRun(Engine engine, ArrayDeque<PendingTask> tasks, Outcome outcome) {
        this.engine = engine;
        this.outcome = outcome;
        this.waiting = tasks;
        this.size = tasks.size();
        for (PendingTask task : tasks) {
            task.isIn(this);
        }
    }

    static TaskRun of(Engine engine, PendingTask task, Outcome outcome) {
        return new TaskRun(engine, new ArrayDeque<>(List.of(task)), outcome);
    }

    /** The run whose task this thread is in, or null outside a task. */
    static @Nullable TaskRun current() {
        TaskRun here = CURRENT.get().getPlain();
        return here != null && here.performing ? here : null;
    }

    synchronized @Nullable PendingTask underWay() {
        return underWay;
    }

    /** How many tasks it had when it was released. */
    int size() {
        return size;
    }

    /** The tasks whose turn has not come. */
    synchronized List<PendingTask> waiting() {
        return List.copyOf(waiting);
    }

    /** What the task under way adds, released when it ends; for the thread of its function. */
    Ledger followUps() {
        Ledger present = followUps;
        if (present == null) {
            present = engine.newLedger();
            followUps = present;
        }
        return present;
    }

    void progressed(PendingTask task, double fraction, String message) {
        engine.reporter().progressed(task, startedAt, fraction, message);
    }

    @Override
    public void run() {
        boolean interrupted = Thread.interrupted();
        AtomicReference<@Nullable TaskRun> current = CURRENT.get();
        TaskRun around = current.getPlain();
        current.setPlain(this);
        try {
            while (nextTaskEnded()) {
                Thread.interrupted();
            }
        } finally {
            current.setPlain(around);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes the next task through its turn, or waits for its transaction; false if there is none, or if it goes on without
     * this thread.
     */
    private boolean nextTaskEnded() {
        PendingTask task;
        CompletableFuture<?> openTransaction;
        String unwanted = null;
        TaskRun ofItsOwn = null;
        synchronized (this) {
            task = waiting.peek();
            if (task == null) {
                return false;
            }
            openTransaction = openTransaction(task);
            if (openTransaction == null) {
                waiting.remove();
                unwanted = reasonToDiscard(task);
                if (unwanted == null && task.isConcurrent() && !waiting.isEmpty()) {
                    ofItsOwn = of(engine, task, outcome);
                } else {
                    underWay = task;
                    stopCause = null;
                    stage = null;
                    timer = null;
                }
            }
        }
        if (openTransaction != null) {
            return endedNow(openTransaction, cause -> {});
        }
        engine.oneWaitsLess();
        if (ofItsOwn != null) {
            engine.start(ofItsOwn, Runnable::run);
        } else if (unwanted != null) {
            discard(task, unwanted);
        } else {
            return executed(task);
        }
        return true;
    }

    private static @Nullable CompletableFuture<?> openTransaction(PendingTask task) {
        TransactionOutcome transaction = task.transaction();
        return transaction == null || transaction.end().isDone() ? null : transaction.end();
    }

    private @Nullable String reasonToDiscard(PendingTask task) {
        if (noMore) {
            return "an earlier task of the request failed";
        }
        Outcome ofTask = task.transaction() == null
                ? outcome
                : outcome.and(task.transaction().outcome());
        if (!task.runsAfter(ofTask)) {
            return ofTask == outcome ? "the request " + outcome : "its transaction was rolled back";
        }
        TaskInterceptor.Interception interception = task.interception();
        return interception == null ? null : interception.withheld();
    }

    private void discard(PendingTask task, String reason) {
        synchronized (this) {
            underWay = null;
        }
        engine.reporter().discarded(task, reason);
        task.ledger().finished(task);
    }

    /** Runs the task; false if its stage is still open. */
    private boolean executed(PendingTask task) {
        failure = null;
        followUps = null;
        openStage = null;
        startedAt = engine.reporter().now();
        flight = engine.reporter().flight();
        engine.reporter().started(task, startedAt);
        // an observer's
        Thread.interrupted();
        try {
            performed = task;
            task.runInContext(performance);
        } catch (Throwable contextFailure) {
            failure = contextFailure;
        }
        CompletableFuture<?> open = openStage;
        if (open == null || failure != null) {
            ended(task);
            return true;
        }
        return endedNow(open, cause -> {
            failure = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
            ended(task);
        });
    }

    /** Called back within the context of the moment the task was added. */
    private void perform() {
        functionBegun = false;
        performing = true;
        try {
            // here and not at release: what the container refuses is a failure of this task, and so reported
            engine.scopes().within(function);
        } catch (Throwable scopeFailure) {
            if (functionBegun) {
                engine.reporter().scopeFailed(Objects.requireNonNull(performed), scopeFailure);
            } else {
                failure = scopeFailure;
            }
        } finally {
            performing = false;
        }
    }

    /** Called back within the request scope of the task; throws nothing. */
    private void callFunction() {
        functionBegun = true;
        PendingTask task = Objects.requireNonNull(performed);
        CompletableFuture<?> started = null;
        Runnable leave = () -> {};
        try {
            TaskInterceptor.Interception interception = task.interception();
            if (interception != null) {
                leave = interception.entered();
            }
            functionCalled(task);
            if (task.work() instanceof Work.Async async) {
                started = Objects.requireNonNull(async.start(), "The function given to addAsync returned no stage")
                        .toCompletableFuture();
            } else {
                ((Work) task.work()).run();
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            functionReturned(started);
            leave.run();
            Thread.interrupted();
        }
    }

    private void functionCalled(PendingTask task) {
        Duration timeout = task.timeout();
        if (timeout != null) {
            // half of the range: nanoTime may be anywhere in it
            long time = Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
            watchTime(task, timeout, System.nanoTime() + time);
        }
        synchronized (this) {
            functionThread = Thread.currentThread();
            if (stopCause != null) {
                functionThread.interrupt();
            }
        }
    }

    /** Nothing may interrupt the thread any more; what is left to stop is the stage. */
    private void functionReturned(@Nullable CompletableFuture<?> open) {
        boolean stopped;
        openStage = open;
        synchronized (this) {
            functionThread = null;
            stage = open;
            stopped = stopCause != null;
        }
        if (stopped && open != null) {
            open.cancel(true);
        }
    }

    private void watchTime(PendingTask task, Duration timeout, long end) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            timedOut(task, timeout);
            return;
        }
        synchronized (this) {
            if (underWay == task) {
                timer = engine.resources()
                        .scheduler()
                        .schedule(
                                () -> watchTime(task, timeout, end),
                                Math.min(left, LONGEST_TIMER_NANOS),
                                TimeUnit.NANOSECONDS);
            }
        }
    }

    private void timedOut(PendingTask task, Duration timeout) {
        TimeoutException cause = new TimeoutException("Timed out after " + timeout);
        if (stop(task, cause)) {
            engine.reporter().timedOut(task, cause);
        }
    }

    /** Interrupts the task, or cancels its stage; false if it is not under way, or was stopped before. */
    boolean stop(PendingTask task, Throwable cause) {
        CompletableFuture<?> open;
        synchronized (this) {
            if (underWay != task || stopCause != null) {
                return false;
            }
            stopCause = cause;
            open = stage;
            if (functionThread != null) {
                functionThread.interrupt();
            }
        }
        if (open != null) {
            open.cancel(true);
        }
        return true;
    }

    synchronized boolean isStopped(PendingTask task) {
        return underWay == task && stopCause != null;
    }

    /** Whether its only task was stopped, or taken back. */
    synchronized boolean wasStopped() {
        return stopCause != null || tookBack;
    }

    /** Takes back a task whose turn has not come; false if it has. */
    boolean takeBack(PendingTask task) {
        synchronized (this) {
            if (!waiting.remove(task)) {
                return false;
            }
            tookBack = true;
        }
        engine.oneWaitsLess();
        return true;
    }

    private void ended(PendingTask task) {
        Throwable stopped;
        synchronized (this) {
            stopped = stopCause;
            underWay = null;
            if (timer != null) {
                timer.cancel(false);
            }
        }
        Throwable cause = stopped != null ? stopped : failure;
        engine.reporter().ended(task, startedAt, flight, cause, stopped != null);
        noMore |= cause != null && engine.settings().stopAtFailure();
        if (followUps != null) {
            followUps.release(cause == null ? Outcome.SUCCEEDED : Outcome.FAILED, Runnable::run);
        }
        task.ledger().finished(task);
    }

    /** Does {@code then} at the end of the stage; if that lies ahead, returns false and continues the run afterwards. */
    @SuppressWarnings("FutureReturnValueIgnored") // both callbacks end in a report, and neither throws
    private boolean endedNow(CompletableFuture<?> end, Consumer<@Nullable Throwable> then) {
        AtomicBoolean oneIsHere = new AtomicBoolean();
        end.whenComplete((result, cause) -> {
            then.accept(cause);
            boolean threadHasLeft = oneIsHere.getAndSet(true);
            if (threadHasLeft && !waiting().isEmpty()) {
                engine.resume(this);
            }
        });
        return oneIsHere.getAndSet(true);
    }
}
