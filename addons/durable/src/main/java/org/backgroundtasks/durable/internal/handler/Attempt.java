package org.backgroundtasks.durable.internal.handler;

import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.jspecify.annotations.Nullable;

/** One call of a handler; the engine reports how it ended, and this remembers. */
final class Attempt {

    private final Handlers.Handler handler;
    private final TaskEnvelope task;
    private volatile boolean succeeded;
    private volatile @Nullable Throwable failure;

    Attempt(Handlers.Handler handler, TaskEnvelope task) {
        this.handler = handler;
        this.task = task;
    }

    /** Called by the engine, on the thread and in the scope that the task is to have. */
    void make() throws Exception {
        try {
            handler.handle(task.json());
            succeeded = true;
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        }
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
