package org.backgroundtasks.internal.engine;

import java.util.Set;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.request.Ledgers;
import org.backgroundtasks.internal.run.Remainder;
import org.backgroundtasks.spi.AddOnRegistry;
import org.backgroundtasks.spi.HandOver;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.TaskInterceptor;
import org.backgroundtasks.spi.TaskTracker;
import org.jspecify.annotations.Nullable;

/** Knows the add-ons of one application. */
final class AddOns implements AddOnRegistry {

    private final ContainerResources container;
    private final Ledgers ledgers;
    private final StartupReport startup;
    private final Remainder remainder;
    private volatile @Nullable TaskTracker tracker;
    private volatile @Nullable StoredTasks storedTasks;

    AddOns(ContainerResources container, Ledgers ledgers, StartupReport startup, Remainder remainder) {
        this.container = container;
        this.ledgers = ledgers;
        this.startup = startup;
        this.remainder = remainder;
    }

    @Override
    public void use(TaskInterceptor interceptor) {
        ledgers.use(interceptor);
    }

    @Override
    public @Nullable String traceparent() {
        return ledgers.traceparent();
    }

    @Override
    public @Nullable Object transactionRegistry() {
        return container.transactionRegistry();
    }

    @Override
    public void use(TaskTracker follower) {
        tracker = follower;
    }

    @Override
    public @Nullable TaskTracker tracker() {
        return tracker;
    }

    @Override
    public void use(StoredTasks stored) {
        storedTasks = stored;
    }

    @Override
    public @Nullable StoredTasks storedTasks() {
        return storedTasks;
    }

    @Override
    public void handOverTo(HandOver handOver) {
        remainder.use(handOver);
    }

    @Override
    public void receivesUntilStop(Runnable stop) {
        remainder.receivesUntilStop(stop);
    }

    @Override
    public void knowsKeys(Set<String> keys) {
        startup.knows(keys);
    }
}
