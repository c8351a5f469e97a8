package org.backgroundtasks.internal.engine;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.concurrent.Executor;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.Counts;
import org.backgroundtasks.internal.report.Events;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.Ledgers;
import org.backgroundtasks.internal.request.OpenLedgers;
import org.backgroundtasks.internal.request.StrayQueues;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.internal.run.Dispatcher;
import org.backgroundtasks.internal.run.Lifecycle;
import org.backgroundtasks.internal.run.Runs;
import org.backgroundtasks.internal.task.Task;
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
import org.backgroundtasks.spi.TaskTracker;
import org.backgroundtasks.spi.TestHooks;

/** Puts the parts of one application's background tasks together. */
public final class Engine implements BackgroundTasksEngine {

    private final Settings settings;
    private final ContainerResources container;
    private final Lifecycle lifecycle = new Lifecycle();
    private final OpenLedgers open = new OpenLedgers();
    private final Counts counts = new Counts();
    private final Monitor monitor = new Monitor(counts, open);
    private final Events events;
    private final Dispatcher dispatcher;
    private final Runs runs;
    private final Ledgers ledgers;
    private final StartupReport startup;
    private final Gates gates;
    private final AddOns addOns;
    private final Shutdown shutdown;

    Engine(Settings settings, Configuration configuration, BeanManager beans) {
        this.settings = settings;
        container = new ContainerResources(settings, beans);
        events = new Events(container.scopes());
        Reporter reporter = new Reporter(counts, events);
        dispatcher = new Dispatcher(settings, container, reporter, lifecycle);
        runs = new Runs(settings, container, reporter, dispatcher, this::newTasks);
        ledgers = new Ledgers(settings, container, reporter, lifecycle, runs, open, new StrayQueues(beans));
        startup = new StartupReport(settings, container, configuration);
        gates = new Gates(settings, container, startup, () -> newTasks(Origin.UNKNOWN));
        addOns = new AddOns(ledgers, startup);
        shutdown = new Shutdown(settings.drainTimeout(), lifecycle, open, reporter);
    }

    /** All beans are known: false if the container has mixed up this library with another copy of it. */
    boolean deployed(BeanManager beans) {
        events.findListeners(beans);
        gates.checkExecutor(false);
        return container.scopes().canBegin();
    }

    /** The application has its name now. */
    void started() {
        container.mbean().register(counts);
        startup.started();
    }

    /** Nothing of the application may be held from outside any more. */
    void undeployed() {
        runs.close();
        container.close();
    }

    /** New tasks, which nothing watches yet. */
    RequestTasks newTasks(Origin origin) {
        return new Ledger(ledgers, origin);
    }

    /** The follow-ups of the task that this thread is in, else the tasks of the request that it serves. */
    RequestTasks currentTasks() {
        RequestTasks followUps = CurrentTask.followUps();
        return followUps != null ? followUps : gates.requestTasks();
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
        return gates;
    }

    @Override
    public AddOnRegistry addOns() {
        return addOns;
    }

    @Override
    public List<AddedTask> unfinished() {
        return List.copyOf(open.unfinishedTasks());
    }

    @Override
    public BackgroundTasksMonitor monitor() {
        return monitor;
    }

    @Override
    public Executor executor() {
        return container.pools().standard().executor();
    }

    @Override
    public void startThread(Runnable work) {
        container.threads().start(work);
    }

    @Override
    public int maxPerRequest() {
        return settings.maxPerRequest();
    }

    @Override
    public boolean isStopping() {
        return lifecycle.isDraining();
    }

    @Override
    public boolean hasStopped() {
        return lifecycle.hasStopped();
    }

    @Override
    public void drain() {
        shutdown.drain();
    }

    @Override
    public TaskStatus runDelivered(Work work, String name, Delivery delivery) {
        Task attempt = Task.delivered(work, name, delivery);
        TaskTracker tracker = delivery.tracked() == null ? null : addOns.tracker();
        new Ledger(ledgers, Origin.ofRequest(delivery.method(), delivery.path()))
                .addDelivered(attempt, tracker)
                .runAndWait();
        return attempt.status();
    }

    @Override
    public TestHooks testHooks() {
        return new Hooks(dispatcher, container.pools());
    }
}
