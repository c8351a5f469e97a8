package org.backgroundtasks.internal.engine;

import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.spi.AddOnRegistry;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.GateRegistry;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.TaskStatus;
import org.backgroundtasks.spi.TestHooks;
import org.jspecify.annotations.Nullable;

/** Is the engine of one application, as the CDI extension, gates and add-ons see it. */
public final class Engine implements BackgroundTasksEngine {

    private final Parts parts;

    Engine(Settings settings, Configuration configuration, BeanManager beans) {
        parts = new Parts(settings, configuration, beans);
    }

    /** All beans are known: false if the container has mixed up this library with another copy of it. */
    boolean deployed(BeanManager beans) {
        parts.events.findListeners(beans);
        parts.gates.checkExecutor(false);
        parts.startup.checkCarrier();
        return parts.container.scopes().canBegin();
    }

    /** The application has its name now. */
    void started() {
        parts.started();
    }

    void undeployed() {
        parts.close();
    }

    /** Tasks of this origin that nothing watches yet. */
    RequestTasks newTasks(Origin origin) {
        return parts.newLedger(origin);
    }

    /** The follow-ups of the task that this thread is in, else the tasks of the request that it serves. */
    RequestTasks currentTasks() {
        RequestTasks followUps = CurrentTask.followUps();
        return followUps != null ? followUps : parts.gates.requestTasks();
    }

    /** The request scope of the injected reference ends on this thread; a release where nothing watches a response. */
    void scopeEnded(RequestTasks tasks) {
        // a task's follow-ups wait for its end, and do not depend on that of its scope
        if (!tasks.isWatched() && !CurrentTask.isHere()) {
            Outcome recorded = tasks.recorded();
            tasks.release(recorded == null ? Outcome.SUCCEEDED : recorded, Runnable::run);
        }
    }

    @Override
    public GateRegistry gates() {
        return parts.gates;
    }

    @Override
    public AddOnRegistry addOns() {
        return parts.addOns;
    }

    @Override
    public List<AddedTask> unfinished() {
        return List.copyOf(parts.open.unfinishedTasks());
    }

    @Override
    public @Nullable AddedTask currentTask() {
        return CurrentTask.find();
    }

    @Override
    public BackgroundTasksMonitor monitor() {
        return parts.monitor;
    }

    @Override
    public Executor executor() {
        return parts.container.pools().standard().executor();
    }

    @Override
    public void startThread(Runnable work) {
        parts.container.threads().start(work);
    }

    @Override
    public int maxPerRequest() {
        return parts.settings.maxPerRequest();
    }

    @Override
    public int maxPending() {
        return parts.settings.maxPending();
    }

    @Override
    public Duration drainTimeout() {
        return parts.settings.drainTimeout();
    }

    @Override
    public boolean isStopping() {
        return parts.lifecycle.isDraining();
    }

    @Override
    public boolean hasStopped() {
        return parts.lifecycle.hasStopped();
    }

    @Override
    public void drain() {
        parts.shutdown.drain();
    }

    @Override
    public TaskStatus runDelivered(Work work, String name, Delivery delivery) {
        return new DeliveredTasks(parts).run(work, name, delivery);
    }

    @Override
    public void reportDiscarded(String name, Delivery delivery, String reason) {
        new DeliveredTasks(parts).discard(name, delivery, reason);
    }

    @Override
    public TestHooks testHooks() {
        return new Hooks(parts.dispatcher, parts.container.pools());
    }
}
