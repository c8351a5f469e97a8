package org.backgroundtasks.durable.internal.handler;

import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.TaskStatus;
import org.jspecify.annotations.Nullable;

/** One call of a handler; the engine reports how it ended, and this remembers. */
final class Attempt {

    private final Handlers.Handler handler;
    private final TaskEnvelope task;
    /** While it calls the handler. Guarded by this, as is the next. */
    private @Nullable Thread thread;

    private boolean endedEarly;
    private volatile boolean succeeded;
    private volatile @Nullable Throwable failure;

    Attempt(Handlers.Handler handler, TaskEnvelope task) {
        this.handler = handler;
        this.task = task;
    }

    /** Called by the engine, on the thread and in the scope that the task is to have. */
    void make() throws Exception {
        try {
            calls(Thread.currentThread());
            handler.handle(task.json());
            succeeded = true;
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            calls(null);
        }
    }

    private synchronized void calls(@Nullable Thread caller) {
        thread = caller;
        if (endedEarly && caller != null) {
            caller.interrupt();
        }
    }

    /** Interrupts the handler, for no fault of its own. */
    synchronized void endEarly() {
        endedEarly = failure == null && !succeeded;
        if (endedEarly && thread != null) {
            thread.interrupt();
        }
    }

    /** Whether it ended so, for no other reason. */
    synchronized boolean wasEndedEarly(TaskStatus end) {
        return endedEarly && end.lastTurn() == TaskEvent.Type.FAILED;
    }

    boolean succeeded() {
        return succeeded;
    }

    /** What the handler threw, or else what kept it from being called. */
    Throwable failure() {
        Throwable known = failure;
        return known != null
                ? known
                : new IllegalStateException("The container refused to call the handler; its log says why");
    }
}
