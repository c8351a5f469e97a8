package org.backgroundtasks.internal.request;

import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.task.BoundWork;
import org.backgroundtasks.internal.task.Options;
import org.backgroundtasks.internal.task.Options.Condition;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/**
 * Is a view of a ledger with options: what stands behind the injected reference, and what its methods return. Always another
 * object, since a client proxy whose method returns the object behind it returns itself instead.
 */
public record TaskQueue(Ledger ledger, Options options) implements BackgroundTasks, StrayQueues.Queue {

    @Override
    public RequestTasks tasks() {
        return ledger;
    }

    private BackgroundTask addBound(Object work) {
        Task task = new Task(work, options);
        ledger.add(task);
        return task;
    }

    @Override
    public BackgroundTask add(Work work) {
        return addBound(work);
    }

    @Override
    public <A extends @Nullable Object> BackgroundTask add(Work.With1<A> work, A a) {
        return addBound(new BoundWork.Bound1<>(BoundWork.required(work), a));
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object> BackgroundTask add(
            Work.With2<A, B> work, A a, B b) {
        return addBound(new BoundWork.Bound2<>(BoundWork.required(work), a, b));
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> BackgroundTask add(
            Work.With3<A, B, C> work, A a, B b, C c) {
        return addBound(new BoundWork.Bound3<>(BoundWork.required(work), a, b, c));
    }

    @Override
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BackgroundTask add(Work.With4<A, B, C, D> work, A a, B b, C c, D d) {
        return addBound(new BoundWork.Bound4<>(BoundWork.required(work), a, b, c, d));
    }

    @Override
    public BackgroundTask addAsync(Work.Async work) {
        return addBound(work);
    }

    @Override
    public BackgroundTasks named(String name) {
        return with(options.named(name));
    }

    @Override
    public BackgroundTasks replacing(String key) {
        return with(options.replacing(key));
    }

    @Override
    public BackgroundTasks always() {
        return with(options.running(Condition.ALWAYS));
    }

    @Override
    public BackgroundTasks onError() {
        return with(options.running(Condition.ON_ERROR));
    }

    @Override
    public BackgroundTasks concurrent() {
        return with(options.inParallel());
    }

    @Override
    public BackgroundTasks timeout(Duration timeout) {
        return with(options.within(timeout));
    }

    @Override
    public BackgroundTasks on(String executor) {
        return with(options.on(ledger.pool(executor)));
    }

    @Override
    public boolean cancel(String key) {
        return ledger.cancel(Objects.requireNonNull(key, "The key of the task to cancel must not be null."));
    }

    @Override
    public BackgroundTasks handle() {
        return with(options);
    }

    private BackgroundTasks with(Options changed) {
        ledger.findResources();
        return new TaskQueue(ledger, changed);
    }

    @Override
    public Guarantee guarantee() {
        return ledger.guarantee();
    }
}
