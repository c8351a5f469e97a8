package org.backgroundtasks.internal.run;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Is a run in the hands of a managed executor, which may refuse it at once, or accept it and give it up later, when it cannot
 * set up the context it took along, for one. Either way the run is given back, once.
 */
final class Submission implements Runnable, ManagedTask, ManagedTaskListener {

    private final Dispatcher dispatcher;
    private final Dispatchable run;
    private final Executor caller;
    /** While it is being submitted: an executor that runs it on this very thread does so within whatever goes on there. */
    private volatile @Nullable Thread submitter = Thread.currentThread();

    private boolean decided;

    Submission(Dispatcher dispatcher, Dispatchable run, Executor caller) {
        this.dispatcher = dispatcher;
        this.run = run;
        this.caller = caller;
    }

    /** The executor has taken it. */
    void submitted() {
        submitter = null;
    }

    @Override
    public void run() {
        if (!decide()) {
            return;
        }
        if (submitter == Thread.currentThread()) {
            dispatcher.runInline(run);
        } else {
            ThreadLoop.run(run);
        }
    }

    void refused(@Nullable Throwable refusal) {
        if (decide()) {
            dispatcher.refused(
                    run,
                    caller,
                    refusal != null ? refusal : new RejectedExecutionException("The managed executor gave it up"));
        }
    }

    /** True for the first one who asks. */
    private synchronized boolean decide() {
        boolean first = !decided;
        decided = true;
        return first;
    }

    @Override
    public void taskAborted(
            Future<?> future, ManagedExecutorService executor, Object task, @Nullable Throwable refusal) {
        refused(refusal);
    }

    @Override
    public ManagedTaskListener getManagedTaskListener() {
        return this;
    }

    @Override
    public @Nullable Map<String, String> getExecutionProperties() {
        return null;
    }

    @Override
    public void taskSubmitted(Future<?> future, ManagedExecutorService executor, Object task) {}

    @Override
    public void taskStarting(Future<?> future, ManagedExecutorService executor, Object task) {}

    @Override
    public void taskDone(Future<?> future, ManagedExecutorService executor, Object task, @Nullable Throwable failure) {}
}
