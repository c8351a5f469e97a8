package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run in the hands of the managed executor, which may refuse it at once, or accept it and give it up later: when it cannot set
 * up the context it took along, or is shut down. Either way the run is given back, once.
 */
final class Submission implements Runnable, ManagedTask, ManagedTaskListener {

    private final TaskRun run;
    private final Consumer<Throwable> refused;
    private final AtomicBoolean decided = new AtomicBoolean();

    Submission(TaskRun run, Consumer<Throwable> refused) {
        this.run = run;
        this.refused = refused;
    }

    @Override
    public void run() {
        if (!decided.getAndSet(true)) {
            run.run();
        }
    }

    void refused(@Nullable Throwable refusal) {
        if (!decided.getAndSet(true)) {
            refused.accept(
                    refusal != null ? refusal : new RejectedExecutionException("The managed executor gave it up"));
        }
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
