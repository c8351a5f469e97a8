package org.backgroundtasks.testing.internal.durable;

import java.time.Duration;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.testing.internal.RehearsedDurable;
import org.jspecify.annotations.Nullable;

/** One attempt at a task that is handled without a store. */
final class HandledHere implements DeliveredTask {

    private final TaskEnvelope task;
    private final int attempt;
    private final int deliveries;
    private final Duration delay;
    private final RehearsedDurable seen;
    private @Nullable HandledHere next;

    private HandledHere(TaskEnvelope task, int attempt, int deliveries, Duration delay, RehearsedDurable seen) {
        this.task = task;
        this.attempt = attempt;
        this.deliveries = deliveries;
        this.delay = delay;
        this.seen = seen;
    }

    /** The first attempt, which was handed out so often, this time included. */
    static HandledHere first(TaskEnvelope task, int deliveries, Duration delay, RehearsedDurable seen) {
        return new HandledHere(task, 1, deliveries, delay, seen);
    }

    /** Null after the last. */
    @Nullable
    HandledHere next() {
        return next;
    }

    RehearsedDurable seen() {
        return seen;
    }

    /** From the attempt before, or from being stored. */
    Duration delay() {
        return delay;
    }

    @Override
    public TaskEnvelope task() {
        return task;
    }

    @Override
    public int writtenAttempt() {
        return attempt;
    }

    @Override
    public int deliveries() {
        return deliveries;
    }

    @Override
    public Deferral deferral() {
        return Deferral.NONE;
    }

    @Override
    public @Nullable String flaw() {
        return null;
    }

    @Override
    public void again(int nextAttempt, Duration nextDelay) {
        if (nextAttempt > attempt) {
            next = new HandledHere(task, nextAttempt, 1, nextDelay, seen);
        }
    }

    @Override
    public void defer(Deferral deferral, Duration delay) {
        seen.failed(new IllegalStateException("There is no bean of the class " + task.handler()
                + " in this test to handle the task: add it to the container, or use TestTasks.recorded()"));
    }

    @Override
    public void deadLetter(int last, Throwable cause) {
        seen.failed(cause);
    }
}
