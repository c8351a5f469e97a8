package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A run in the hands of the managed executor, which may refuse it at once, or accept it and give it up later, when it cannot set
 * up the context it took along, for one. Either way the run is given back, once.
 */
final class Submission implements Runnable, ManagedTask, ManagedTaskListener {

    private final Engine engine;
    private final TaskRun run;
    private final Executor caller;
    private boolean decided;

    Submission(Engine engine, TaskRun run, Executor caller) {
        this.engine = engine;
        this.run = run;
        this.caller = caller;
    }

    @Override
    public void run() {
        if (decide()) {
            run.run();
        }
    }

    void refused(@Nullable Throwable refusal) {
        if (decide()) {
            engine.refused(
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
