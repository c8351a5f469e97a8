package org.backgroundtasks.internal;

import jakarta.enterprise.context.control.RequestContextController;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/**
 * The released tasks of one request, run one after another in the order they were added. One thread at a time runs it; where
 * a task ends later than its function, the thread is given back and the run goes on with a new submission.
 */
final class TaskRun implements Runnable {

    private static final ThreadLocal<TaskRun> CURRENT = new ThreadLocal<>();

    private final Engine engine;
    private final Outcome outcome;
    private final ArrayDeque<PendingTask> waiting;
    private boolean stopped;
    private @Nullable RequestContextController scope;

    /** Of the task under way; a task is left and the next begun by one thread, or by two in a happens-before order. */
    private @Nullable CompletableFuture<?> stage;

    private @Nullable Throwable failure;
    private @Nullable Deadline deadline;
    private @Nullable Ledger followUps;

    TaskRun(Engine engine, List<PendingTask> tasks, Outcome outcome) {
        this.engine = engine;
        this.outcome = outcome;
        this.waiting = new ArrayDeque<>(tasks);
    }

    /** The run whose task this thread is in, or null outside a task. */
    static @Nullable TaskRun current() {
        return CURRENT.get();
    }

    /** Releases the tasks that the task under way has added when it ends. */
    void followedBy(Ledger ledger) {
        followUps = ledger;
    }

    @Override
    public void run() {
        boolean interrupted = Thread.interrupted();
        try {
            while (nextTaskTransactionEnded() && nextTaskEnded()) {
                Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean nextTaskTransactionEnded() {
        PendingTask task = waiting.peek();
        return task == null
                || task.transaction() == null
                || endedNow(task.transaction().end(), cause -> {});
    }

    /** Takes the next task through its turn; false if there is none, or if it goes on without this thread. */
    private boolean nextTaskEnded() {
        PendingTask task = waiting.poll();
        if (task == null) {
            return false;
        }
        Outcome ofTask = task.transaction() == null
                ? outcome
                : outcome.and(task.transaction().outcome());
        if (stopped) {
            discard(task, "an earlier task of the request failed");
        } else if (!task.runsAfter(ofTask)) {
            discard(task, ofTask == outcome ? "the request " + outcome : "its transaction was rolled back");
        } else if (task.isConcurrent() && !waiting.isEmpty()) {
            engine.start(new TaskRun(engine, List.of(task), outcome), Runnable::run);
        } else {
            return executed(task);
        }
        return true;
    }

    private void discard(PendingTask task, String reason) {
        engine.reporter().discarded(task, reason);
        task.ledger().finished(task);
    }

    /** Runs the task; false if its stage is still open. */
    private boolean executed(PendingTask task) {
        stage = null;
        failure = null;
        deadline = null;
        followUps = null;
        try {
            task.runFor(this);
        } catch (Throwable contextFailure) {
            failure = contextFailure;
        }
        if (stage == null || failure != null) {
            ended(task);
            return true;
        }
        return endedNow(stage, cause -> {
            failure = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
            ended(task);
        });
    }

    /** Called back within the context of the moment the task was added. */
    void perform(PendingTask task, Object work) {
        boolean activated = false;
        CURRENT.set(this);
        try {
            // here and not at release: what the container refuses is a failure of this task, and so reported
            if (scope == null) {
                scope = engine.newRequestScope();
            }
            activated = scope.activate();
            Duration timeout = task.timeout();
            if (timeout != null) {
                deadline = Deadline.start(task, timeout, engine);
            }
            if (work instanceof Work.Async async) {
                stage = Objects.requireNonNull(async.start(), "The function given to addAsync returned no stage")
                        .toCompletableFuture();
            } else {
                ((Work) work).run();
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            if (deadline != null) {
                deadline.functionReturned(failure == null ? stage : null);
            }
            Thread.interrupted();
            try {
                if (activated && scope != null) {
                    scope.deactivate();
                }
            } catch (Throwable thrown) {
                engine.reporter().scopeFailed(task, thrown);
            } finally {
                CURRENT.remove();
            }
        }
    }

    private void ended(PendingTask task) {
        Throwable cause = failure;
        if (deadline != null && deadline.passed()) {
            failure = deadline.cause();
        } else if (cause != null) {
            engine.reporter().failed(task, cause);
        } else {
            engine.reporter().succeeded(task);
        }
        stopped |= failure != null && engine.settings().stopAtFailure();
        if (followUps != null) {
            followUps.release(failure == null ? Outcome.SUCCEEDED : Outcome.FAILED, Runnable::run);
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
            if (threadHasLeft && !waiting.isEmpty()) {
                engine.start(this, Runnable::run);
            }
        });
        return oneIsHere.getAndSet(true);
    }
}
