package org.backgroundtasks.internal.run;

import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.internal.task.Home;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.StorableWork;
import org.jspecify.annotations.Nullable;

/** Is the task whose function this thread is in. */
public final class CurrentTask implements TaskContext {

    private final Execution execution;
    private final Task task;

    private CurrentTask(Execution execution) {
        this.execution = execution;
        this.task = execution.current();
    }

    /** To be asked when a task first wants to know, on its own thread. */
    public static TaskContext here() {
        Execution execution = ThreadLoop.execution();
        if (execution == null) {
            throw new IllegalStateException(
                    "There is no background task on this thread. Use TaskContext only in code that a task runs.");
        }
        return new CurrentTask(execution);
    }

    /** Whether this thread is in a task's function, or in what belongs to its request scope. */
    public static boolean isHere() {
        return ThreadLoop.execution() != null;
    }

    /** Whether this thread runs tasks, be it between two of them. */
    public static boolean isThreadRunningTasks() {
        return ThreadLoop.isHere();
    }

    /** Those who wait for this thread: whose task it is in, and whose tasks it runs after that. */
    public static Set<Home> served() {
        return ThreadLoop.served();
    }

    /** The queue for what the task on this thread adds; null outside a task. */
    public static @Nullable RequestTasks followUps() {
        Execution execution = ThreadLoop.execution();
        return execution == null ? null : execution.followUps();
    }

    /** The task on this thread; null outside a task. */
    public static @Nullable Task find() {
        Execution execution = ThreadLoop.execution();
        return execution == null ? null : execution.current();
    }

    @Override
    public String id() {
        return task.id();
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public Optional<String> requestMethod() {
        return present(task.origin().method());
    }

    @Override
    public Optional<String> requestPath() {
        return present(task.origin().path());
    }

    @Override
    public Optional<String> caller() {
        Delivery delivery = task.delivery();
        if (delivery != null) {
            return Optional.ofNullable(delivery.caller());
        }
        return task.work() instanceof StorableWork storable ? Optional.ofNullable(storable.caller()) : Optional.empty();
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    @Override
    public void progress(double fraction, @Nullable String message) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("Progress goes from 0 to 1, but " + fraction
                    + " was reported. Divide what is done by all there is.");
        }
        execution.progressed(fraction, message);
    }

    @Override
    public boolean isCancelled() {
        return execution.isStopped(task);
    }
}
