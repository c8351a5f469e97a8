package org.backgroundtasks.internal.request;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/**
 * Warns, once in an application, of a queue that outlives its request and is used in others. One other request may use it: that
 * which resumes its response.
 */
public final class StrayQueues {

    /** Is what stands behind an injected reference. */
    interface Queue {

        /** Returns the tasks that are added to. */
        RequestTasks tasks();
    }

    private final BeanManager beans;
    private final AtomicBoolean warned = new AtomicBoolean();
    /** The first other request in which a queue was used. */
    private final Map<RequestTasks, WeakReference<Object>> firstOther =
            Collections.synchronizedMap(new WeakHashMap<>());

    public StrayQueues(BeanManager beans) {
        this.beans = beans;
    }

    /** A task is added to tasks whose response is complete. */
    void addedLate(RequestTasks tasks, Task added) {
        if (!warned.get() && isInSecondOther(tasks, added) && warned.compareAndSet(false, true)) {
            firstOther.clear();
            SafeLog.log(
                    Level.WARNING,
                    "Background task " + added + " was added in another request, through a view or handle whose own"
                            + " response is complete, so it starts at once. A view belongs to one request: keep the"
                            + " injected BackgroundTasks in a field, and not what named(…) or handle() returns");
        }
    }

    private boolean isInSecondOther(RequestTasks tasks, Task added) {
        Object here = otherRequest(tasks, added);
        if (here == null) {
            return false;
        }
        WeakReference<Object> first = firstOther.putIfAbsent(tasks, new WeakReference<>(here));
        return first != null && first.get() != here;
    }

    /** What represents the request that this thread is in; null if it is in none, or in that of the tasks. */
    private @Nullable Object otherRequest(RequestTasks tasks, Task added) {
        Task running = CurrentTask.find();
        if (running != null) {
            // follow-ups, which are queues of their own, share the very origin of their request
            return isSame(running.origin(), added.origin()) ? null : running.origin();
        }
        RequestTasks here = isRequestScopeActive() ? injectedHere() : null;
        return here == tasks ? null : here;
    }

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

    /** The tasks of the request of this thread, which gets a queue if it has none. */
    private @Nullable RequestTasks injectedHere() {
        Bean<?> bean = beans.resolve(beans.getBeans(BackgroundTasks.class));
        Object injected = beans.getReference(bean, BackgroundTasks.class, beans.createCreationalContext(null));
        return ((BackgroundTasks) injected).handle() instanceof Queue queue ? queue.tasks() : null;
    }
}
