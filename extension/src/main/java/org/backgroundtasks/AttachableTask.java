package org.backgroundtasks;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries a function from {@link BackgroundTask#of(Work)} to the engine, which binds it once the response that it is attached
 * to is about to leave. Applications see it as a {@link BackgroundTask} only. Thread-safe.
 */
public final class AttachableTask implements BackgroundTask {

    private static final AtomicLong LAST_ID = new AtomicLong();

    private final String id = "a" + LAST_ID.incrementAndGet();
    private final Object function;
    private final List<? extends @Nullable Object> arguments;

    private @Nullable BackgroundTask bound;

    AttachableTask(Object function, List<? extends @Nullable Object> arguments) {
        this.function = function;
        this.arguments = arguments;
    }

    /**
     * Returns whether any task was ever made that could be attached. Spares responses a look at their headers.
     *
     * @return false if no response can carry a task
     */
    public static boolean anyMade() {
        return LAST_ID.get() > 0;
    }

    /**
     * Binds this task to what runs it. The engine calls it.
     *
     * @param <T> the bound task's type
     * @param binder is given the function, a {@link Work} of any arity or a {@link Work.Async}, and its arguments
     * @return what the binder made
     * @throws IllegalStateException if the task is bound already
     */
    public synchronized <T extends BackgroundTask> T bind(
            BiFunction<Object, List<? extends @Nullable Object>, T> binder) {
        if (bound != null) {
            throw new IllegalStateException("This task was attached before. A BackgroundTask represents one run:"
                    + " make another with BackgroundTask.of(…) for " + bound);
        }
        T made = binder.apply(function, arguments);
        bound = made;
        return made;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        String written = function.getClass().getName();
        int lambda = written.indexOf("$$Lambda");
        return lambda < 0 ? written : written.substring(0, lambda);
    }

    @Override
    public boolean cancel() {
        BackgroundTask present;
        synchronized (this) {
            present = bound;
        }
        return present != null && present.cancel();
    }

    @Override
    public String toString() {
        return '#' + id + ' ' + name();
    }
}
