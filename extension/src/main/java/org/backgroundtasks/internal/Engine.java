package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/** The background tasks of one application: opens a ledger for each request that asks, starts what ledgers release. */
public final class Engine {

    /** Why a task is discarded that was cancelled before it started. */
    public static final String CANCELLED = "cancelled";

    /** What ends at once when it is interrupted should find its request scope still there. */
    private static final Duration TO_HEED_AN_INTERRUPT = Duration.ofSeconds(2);

    private final Settings settings;
    private final RequestScopes scopes;
    private final ContainerResources resources;
    private final OpenLedgers open = new OpenLedgers();
    private final Counts counts = new Counts(open);
    private final Events events;
    private final Reporter reporter;
    private final Management management = new Management();
    private final List<ResponseGate> gates = new CopyOnWriteArrayList<>();
    private volatile @Nullable TaskTracker tracker;
    private volatile @Nullable StoredTasks storedTasks;
    private volatile @Nullable ResponseGate inForce;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private volatile @Nullable TaskInterceptor interceptor;
    private volatile BooleanSupplier callerRuns = () -> false;
    private final AtomicLong lastId = new AtomicLong();
    /** Released and not started. */
    private final AtomicLong waiting = new AtomicLong();

    private volatile boolean draining;
    private volatile boolean stopped;

    Engine(Settings settings, BeanManager beans) {
        this.settings = settings;
        this.scopes = new RequestScopes(beans);
        this.events = new Events(scopes);
        this.reporter = new Reporter(counts, events);
        this.resources = new ContainerResources(settings.executor(), beans);
    }

    /**
     * Adds a gate, to be asked after those that are there: the first one is in force. Configuration can ask for another.
     *
     * @return whether the gate is used
     */
    public boolean use(ResponseGate gate) {
        if (settings.gate() != null && !settings.gate().equals(gate.name())) {
            return false;
        }
        if (gates.isEmpty()) {
            inForce(gate);
        }
        return gates.add(gate);
    }

    private void inForce(ResponseGate gate) {
        if (inForce != gate) {
            inForce = gate;
            // each Jersey application has gates of its own
            if (logged.add(gate.name() + ' ' + gate.guarantee())) {
                reporter.gateInForce(gate);
            }
        }
    }

    /** Gives tasks that are tracked to a tracker, from the start of the application on. */
    public void trackWith(TaskTracker follower) {
        tracker = follower;
    }

    /**
     * Who follows the tasks that are tracked.
     *
     * @throws IllegalStateException saying which module that takes
     */
    public TaskTracker tracker() {
        TaskTracker present = tracker;
        if (present == null) {
            throw new IllegalStateException(
                    "A task can be tracked only where the module background-tasks-status is: add it"
                            + " to the application, or leave tracked() out");
        }
        return present;
    }

    /** Lets the tracker ask for tasks that a broker stores, from the start of the application on. */
    public void use(StoredTasks stored) {
        storedTasks = stored;
    }

    /** Null where nothing is stored by a broker. */
    public @Nullable StoredTasks storedTasks() {
        return storedTasks;
    }

    /** Has an add-on do something around every task that is added from now on, within what others do. */
    public synchronized void use(TaskInterceptor addition) {
        TaskInterceptor present = interceptor;
        TaskInterceptor isolated = new IsolatedInterceptor(addition);
        interceptor = present == null ? isolated : TaskInterceptor.both(present, isolated);
    }

    TaskInterceptor.@Nullable Interception interceptionOf(PendingTask task) {
        TaskInterceptor present = interceptor;
        return present == null ? null : present.added(task);
    }

    /** For tests: while this holds, the caller runs its tasks, and the executor is not asked. */
    public void callerRunsWhile(BooleanSupplier condition) {
        callerRuns = condition;
    }

    /** For tests: an executor where the container has none. */
    public void lend(Supplier<ManagedScheduledExecutorService> executor) {
        resources.lend(executor);
    }

    /** For work that goes on and on: a thread of the container where it has a factory. */
    public void startThread(Runnable work) {
        resources.startThread(work);
    }

    /** The name of the one gate that configuration asks for, or null if the runtime decides. */
    public @Nullable String configuredGate() {
        return settings.gate();
    }

    /** Whether there is a gate already. */
    public boolean hasGate() {
        return !gates.isEmpty();
    }

    /** The ledger of the task or the request that this thread serves, or a new one that nothing watches yet. */
    public Ledger ledger() {
        TaskRun task = TaskRun.current();
        if (task != null) {
            return task.followUps();
        }
        return requestLedger();
    }

    /** The ledger of the request that this thread serves, in a task too, or a new one that nothing watches yet. */
    public Ledger requestLedger() {
        for (ResponseGate gate : gates) {
            Ledger ledger = gate.ledger(this::newLedger);
            if (ledger != null) {
                inForce(gate);
                return ledger;
            }
        }
        return newLedger();
    }

    /** A ledger that nothing watches yet. */
    public Ledger newLedger() {
        return new Ledger(this);
    }

    /** The request scope of the injected reference ends on this thread; a release where nothing watches a response. */
    void scopeEnded(Ledger ledger) {
        // a task's follow-ups wait for its end, and do not depend on that of its scope
        if (!ledger.isWatched() && TaskRun.current() == null) {
            ledger.release(Outcome.SUCCEEDED, Runnable::run);
        }
    }

    /**
     * Fails if an executor is configured that is not there; the default one may turn up with the first request.
     *
     * @param started whether the application's own names are bound already, which on Payara is after its CDI container starts
     * @throws IllegalStateException naming the executor
     */
    public void checkConfiguredExecutor(boolean started) {
        String name = settings.executor();
        if (name != null && (started || !name.matches("java:(app|module|comp)/.*"))) {
            resources.executor();
        }
    }

    /** Hands a released run to the managed executor; to the caller if that refuses, or too many tasks wait already. */
    void start(TaskRun run, Executor caller) {
        if (waiting.addAndGet(run.size()) > settings.maxPending()) {
            refused(
                    run,
                    caller,
                    new RejectedExecutionException("More than " + settings.maxPending() + " tasks wait, the most that "
                            + Settings.MAX_PENDING + " allows"));
        } else {
            submit(run, caller);
        }
    }

    /**
     * Runs a task that was delivered: now, in the context of this thread but not in its transaction, and on this thread unless
     * that is in a request scope. What came of it only the work itself can tell, which is not done if the application stops.
     *
     * @return whether it was cancelled, or stopped with the application
     * @throws IllegalStateException if the application has stopped
     */
    public boolean runDelivered(Work work, String name, Delivery delivery) {
        PendingTask task = PendingTask.delivered(work, name, delivery);
        if (delivery.tracked() != null && tracker != null) {
            task.tracked();
        }
        Ledger ledger = newLedger();
        ledger.cameFrom(delivery.method(), delivery.path());
        ledger.add(task);
        if (ledger.takeBack(task)) {
            TaskRun run = TaskRun.of(this, task, Outcome.SUCCEEDED);
            waiting.incrementAndGet();
            runWithoutRequestScope(run);
        }
        return task.wasStopped();
    }

    /** Goes on with a run whose thread had been given back. */
    void resume(TaskRun run) {
        submit(run, Runnable::run);
    }

    private void submit(TaskRun run, Executor caller) {
        // what a stopping server does to its executor is not the same everywhere; its own threads do run
        if (draining) {
            refused(run, caller, new RejectedExecutionException("The application is stopping"));
            return;
        }
        if (callerRuns.getAsBoolean()) {
            caller.execute(() -> runWithoutRequestScope(run));
            return;
        }
        Submission submission = new Submission(this, run, caller);
        try {
            resources.executor().execute(submission);
        } catch (RuntimeException | Error refusal) {
            submission.refused(refusal);
        }
    }

    /** The executor does not take the run, or has given it up: the caller runs it. */
    void refused(TaskRun run, Executor caller, Throwable refusal) {
        if (stopped) {
            run.waiting().forEach(this::tookBack);
            return;
        }
        reporter.refused(run.waiting(), refusal);
        try {
            caller.execute(() -> runWithoutRequestScope(run));
        } catch (RejectedExecutionException callerStops) {
            resources.startThread(run);
        }
    }

    /** A thread that is in a request scope cannot give a task one of its own: another runs, and this one waits. */
    private void runWithoutRequestScope(TaskRun run) {
        if (scopes.isActiveHere()) {
            CompletableFuture.runAsync(run, resources::startThread).join();
        } else {
            run.run();
        }
    }

    void oneWaitsLess() {
        waiting.decrementAndGet();
    }

    RequestScopes scopes() {
        return scopes;
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    /**
     * Takes a task back if it has not started, or else interrupts it, or cancels its stage.
     *
     * @return false if it has ended, or was stopped before
     */
    public boolean cancel(PendingTask task) {
        TaskRun run;
        do {
            run = task.taskRun();
            if (takeBack(task)) {
                reporter.discarded(task, CANCELLED);
                task.ledger().finished(task);
                return true;
            }
            if (run != null && run.stop(task, new CancellationException("Cancelled"))) {
                reporter.cancelled(task);
                return true;
            }
            // from its ledger to a run, or from that to one of its own: it has to be looked for there
        } while (run != task.taskRun());
        return false;
    }

    /** The tasks that have not ended, in no order between requests. */
    public List<PendingTask> unfinished() {
        return open.unfinishedTasks();
    }

    /** The managed executor that runs the tasks, for other work that is to leave a thread of the server alone. */
    public Executor executor() {
        return resources.executor();
    }

    Settings settings() {
        return settings;
    }

    ContainerResources resources() {
        return resources;
    }

    Reporter reporter() {
        return reporter;
    }

    public BackgroundTasksMonitor monitor() {
        return counts;
    }

    OpenLedgers open() {
        return open;
    }

    boolean isDraining() {
        return draining;
    }

    /** Whether the application stops and waits no longer for its tasks. */
    public boolean hasStopped() {
        return stopped;
    }

    /** All beans are known: false if the container has mixed up this library with another copy of it. */
    boolean deployed(BeanManager beans) {
        events.findListeners(beans);
        return scopes.canBegin();
    }

    /** The application has its name now. */
    void started() {
        management.register(counts);
    }

    /**
     * Waits until every task has ended, those held included, at most as long as configured. Then stops what is under way,
     * takes back what waits, and names both. Does so once.
     */
    public void drain() {
        draining = true;
        if (!stopped && !idleWithin(settings.drainTimeout())) {
            stopped = true;
            // what waits before what runs, whose end would have the next one start
            List<PendingTask> begun = unfinished();
            begun.removeIf(this::tookBack);
            begun.forEach(this::interrupt);
            idleWithin(TO_HEED_AN_INTERRUPT);
        }
    }

    private boolean idleWithin(Duration timeout) {
        try {
            return open.awaitNone(timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean tookBack(PendingTask task) {
        boolean held = task.taskRun() == null;
        boolean waits = takeBack(task);
        if (waits) {
            reporter.takenBack(
                    task,
                    held ? "held, as its response is not complete" : "waiting for its turn",
                    settings.drainTimeout());
            task.ledger().finished(task);
        }
        return waits;
    }

    private static boolean takeBack(PendingTask task) {
        TaskRun run = task.taskRun();
        return run == null ? task.ledger().takeBack(task) : run.takeBack(task);
    }

    private void interrupt(PendingTask task) {
        TaskRun run = task.taskRun();
        if (run != null && run.stop(task, new CancellationException("The application stopped"))) {
            reporter.interrupted(task, settings.drainTimeout());
        }
    }

    /** Nothing of the application may be held from outside any more. */
    void undeployed() {
        management.unregister();
    }
}
