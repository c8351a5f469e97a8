package org.backgroundtasks.internal.request;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/** Warns, once in an application, of a queue that outlives its request and is used in another one's. */
public final class StrayQueues {

    /** Is what stands behind an injected reference. */
    interface Queue {

        /** Returns the tasks that are added to. */
        RequestTasks tasks();
    }

    private final BeanManager beans;
    private final AtomicBoolean warned = new AtomicBoolean();

    public StrayQueues(BeanManager beans) {
        this.beans = beans;
    }

    /** A task is added to tasks whose response is complete. */
    void addedLate(RequestTasks tasks, Task added) {
        if (!warned.get() && isInAnother(tasks, added) && warned.compareAndSet(false, true)) {
            SafeLog.log(
                    Level.WARNING,
                    "Background task " + added + " was added in another request, through a view or handle whose own"
                            + " response is complete, so it starts at once. A view belongs to one request: keep the"
                            + " injected BackgroundTasks in a field, and not what named(…) or handle() returns");
        }
    }

    private boolean isInAnother(RequestTasks tasks, Task added) {
        Task running = CurrentTask.find();
        if (running != null) {
            return !isSame(running.origin(), added.origin());
        }
        return isRequestScopeActive() && !(injected() instanceof Queue queue && queue.tasks() == tasks);
    }

    /** Follow-ups, which are queues of their own, share the very origin of their request. */
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private boolean isRequestScopeActive() {
        try {
            return beans.getContext(RequestScoped.class).isActive();
        } catch (ContextNotActiveException inactive) {
            return false;
        }
    }

    /** What the request of this thread has injected; null if nothing. */
    private @Nullable Object injected() {
        Bean<?> bean = beans.resolve(beans.getBeans(BackgroundTasks.class));
        return beans.getContext(RequestScoped.class).get(bean);
    }
}
