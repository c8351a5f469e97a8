package org.backgroundtasks.internal.request;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.GuardedInterceptor;
import org.backgroundtasks.internal.report.NestedInterceptors;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.run.Lifecycle;
import org.backgroundtasks.internal.run.Runs;
import org.backgroundtasks.internal.task.Home;
import org.backgroundtasks.internal.task.Phase;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;

/** Has what the ledgers of one application share. */
public final class Ledgers {

    private final Settings settings;
    private final ContainerResources container;
    private final Reporter reporter;
    private final Lifecycle lifecycle;
    private final Runs runs;
    private final OpenLedgers open;
    private final StrayQueues stray;
    private final AtomicLong lastId = new AtomicLong();
    private volatile @Nullable TaskInterceptor interceptor;

    public Ledgers(
            Settings settings,
            ContainerResources container,
            Reporter reporter,
            Lifecycle lifecycle,
            Runs runs,
            OpenLedgers open,
            StrayQueues stray) {
        this.settings = settings;
        this.container = container;
        this.reporter = reporter;
        this.lifecycle = lifecycle;
        this.runs = runs;
        this.open = open;
        this.stray = stray;
    }

    /** Has an add-on do something around every task that is added from now on, within what others do. */
    public synchronized void use(TaskInterceptor addition) {
        TaskInterceptor present = interceptor;
        TaskInterceptor guarded = new GuardedInterceptor(addition);
        interceptor = present == null ? guarded : new NestedInterceptors(present, guarded);
    }

    /** Notes on a task what its run takes from here: id, context, transaction, time. */
    <L extends Home & Phase> void admit(Task task, L ledger) {
        Consumer<Runnable> context = container.captureFor(task.options().pool());
        if (task.delivery() == null) {
            // the transaction of a delivery ends after it
            task.follows(container.currentTransaction());
        }
        long now = reporter.now();
        if (now != 0) {
            task.addedAt(now);
        }
        task.admit(ledger, ledger, lastId.incrementAndGet(), context);
    }

    /** The trace that this thread is in; null if nobody knows. */
    public @Nullable String traceparent() {
        TaskInterceptor present = interceptor;
        return present == null ? null : present.traceparent();
    }

    /** Reports a task that no other thread has seen yet. */
    void added(Task task) {
        TaskInterceptor present = interceptor;
        if (present != null) {
            task.intercepted(present.added(task));
        }
        reporter.added(task);
    }

    /** Null for the standard executor. */
    @Nullable
    ManagedPool pool(String name) {
        Objects.requireNonNull(name, "Executor name must not be null. Omit on(…) for the standard executor.");
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "Executor name must not be blank. Omit on(…) for the standard executor.");
        }
        ManagedPool named = container.pools().named(name);
        return named.equals(container.pools().standard()) ? null : named;
    }

    void findOnThisThread() {
        container.findOnThisThread();
    }

    Settings settings() {
        return settings;
    }

    public Reporter reporter() {
        return reporter;
    }

    boolean hasStopped() {
        return lifecycle.hasStopped();
    }

    Runs runs() {
        return runs;
    }

    OpenLedgers open() {
        return open;
    }

    StrayQueues stray() {
        return stray;
    }
}
