package org.backgroundtasks.internal;

import org.backgroundtasks.TaskContext;
import org.jspecify.annotations.Nullable;

/** The task of the request scope that a {@link TaskRun} has begun for it. */
record CurrentTask(TaskRun run, PendingTask task) implements TaskContext {

    /** Made when a task first asks, on its own thread. */
    static CurrentTask here() {
        TaskRun run = TaskRun.current();
        PendingTask task = run == null ? null : run.underWay();
        if (run == null || task == null) {
            throw new IllegalStateException(
                    "There is no background task on this thread, so a TaskContext tells nothing:"
                            + " use it only in code that a task runs");
        }
        return new CurrentTask(run, task);
    }

    @Override
    public String id() {
        return task.id();
    }

    @Override
    public String name() {
        return task.called();
    }

    @Override
    public String method() {
        return task.ledger().method();
    }

    @Override
    public String path() {
        return task.ledger().path();
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    @Override
    public void progress(double fraction, @Nullable String message) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("Progress goes from 0 to 1, but " + fraction
                    + " was reported: divide what is done by all there is");
        }
        run.progressed(task, fraction, message == null ? "" : message);
    }

    @Override
    public boolean isCancelled() {
        return run.isStopped(task);
    }
}
