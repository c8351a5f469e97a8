package org.backgroundtasks.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.ContainerThreads;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.Reporter;

/**
 * Decides which thread runs released tasks: one of their managed executor; if that refuses, or too many tasks wait already, the
 * caller, where it may block; else a thread of the container.
 */
public final class Dispatcher {

    private final Settings settings;
    private final ContainerResources container;
    private final Reporter reporter;
    private final Lifecycle lifecycle;
    private final ContainerThreads threads;
    private final SpareThreads spare;
    /** Released and not started. */
    private final AtomicLong waiting = new AtomicLong();

    private volatile BooleanSupplier callerRuns = () -> false;

    public Dispatcher(Settings settings, ContainerResources container, Reporter reporter, Lifecycle lifecycle) {
        this.settings = settings;
        this.container = container;
        this.reporter = reporter;
        this.lifecycle = lifecycle;
        this.threads = container.threads();
        this.spare = new SpareThreads(threads);
    }

    /** For tests: while this holds, the caller runs its tasks, and the executor is not asked. */
    public void callerRunsWhile(BooleanSupplier condition) {
        callerRuns = condition;
    }

    /** Begins a run. */
    void start(Dispatchable run, Executor caller) {
        if (waiting.addAndGet(run.size()) > settings.maxPending()) {
            refused(
                    run,
                    caller,
                    new RejectedExecutionException("More than " + settings.maxPending() + " tasks wait, the most that "
                            + Settings.MAX_PENDING + " allows"));
        } else {
            submit(run, caller);
        }
    }

    /** Goes on with a run whose thread was given back, from a thread that must not be kept. */
    void resume(Dispatchable run) {
        submit(run, Callers.NONE);
    }

    /** Runs it before this returns: on this thread, or on another if this one is in a request scope. */
    void runAndWait(Dispatchable run) {
        waiting.addAndGet(run.size());
        if (lifecycle.hasStopped()) {
            // it can be taken back from now on; whoever stopped the application before that could not
            run.abandon();
        } else if (container.scopes().isActiveHere()) {
            awaitElsewhere(run);
        } else {
            ThreadLoop.runNow(run);
        }
    }

    void decrementWaiting() {
        waiting.decrementAndGet();
    }

    private void submit(Dispatchable run, Executor caller) {
        // what a stopping server does to its executor is not the same everywhere; its own threads do run
        if (lifecycle.isDraining()) {
            refused(run, caller, new RejectedExecutionException("The application is stopping"));
        } else if (callerRuns.getAsBoolean()) {
            runOnCaller(run, caller, () -> runInline(run));
        } else if (container.isTransactionDoomed()) {
            // the executor would capture a context of a transaction that is over, and servers log that as an error
            spare.execute(() -> hand(run, Callers.NONE));
        } else {
            hand(run, caller);
        }
    }

    private void hand(Dispatchable run, Executor caller) {
        Submission submission = new Submission(this, run, caller);
        try {
            poolOf(run).executor().execute(submission);
            submission.submitted();
        } catch (RuntimeException | Error refusal) {
            submission.refused(refusal);
        }
    }

    private ManagedPool poolOf(Dispatchable run) {
        ManagedPool named = run.pool();
        return named == null ? container.pools().standard() : named;
    }

    /** The executor does not take the run, or has given it up. */
    void refused(Dispatchable run, Executor caller, Throwable refusal) {
        if (lifecycle.hasStopped()) {
            run.abandon();
            return;
        }
        ManagedPool named = run.pool();
        reporter.refused(
                run.waiting(),
                named == null ? container.pools().standardName() : named.name(),
                lifecycle.isDraining(),
                refusal);
        runOnCaller(run, caller, () -> spare.execute(() -> ThreadLoop.run(run)));
    }

    private void runOnCaller(Dispatchable run, Executor caller, Runnable otherwise) {
        try {
            caller.execute(() -> runInline(run));
        } catch (RejectedExecutionException callerRunsNothing) {
            otherwise.run();
        }
    }

    /** On this thread, within whatever goes on there: after its other tasks, or in its place where it is in a request scope. */
    void runInline(Dispatchable run) {
        if (ThreadLoop.isHere()) {
            ThreadLoop.run(run);
        } else if (container.scopes().isActiveHere()) {
            awaitElsewhere(run);
        } else {
            ThreadLoop.run(run);
        }
    }

    /** A thread that is in a request scope cannot give a task one of its own: another runs, and this one waits. */
    private void awaitElsewhere(Dispatchable run) {
        CompletableFuture.runAsync(() -> ThreadLoop.run(run), threads::start).join();
    }

    /** No task is left. */
    public void close() {
        spare.close();
    }
}
