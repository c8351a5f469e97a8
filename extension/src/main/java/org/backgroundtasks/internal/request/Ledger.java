package org.backgroundtasks.internal.request;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.AttachableTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.run.Callers;
import org.backgroundtasks.internal.run.Run;
import org.backgroundtasks.internal.task.Home;
import org.backgroundtasks.internal.task.Options;
import org.backgroundtasks.internal.task.Phase;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.TaskTracker;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one request: holds them while the response is under way, releases them once it is complete. Knows no scope and
 * no thread; safe for any.
 */
public final class Ledger implements RequestTasks, Home, Phase, OpenLedgers.Member {

    private final Ledgers ledgers;
    /** Empty once released. */
    private final HeldTasks held = new HeldTasks();
    /** In order, since tasks mostly end in order, and the first one is found at once. */
    private final ArrayDeque<Task> unfinished = new ArrayDeque<>(2);

    private volatile @Nullable Guarantee watched;
    private volatile Origin origin;
    private @Nullable Outcome recorded;
    private @Nullable Outcome released;
    private @Nullable Runnable onRecord;
    private volatile BooleanSupplier failed = () -> false;
    private final int hash = ThreadLocalRandom.current().nextInt();

    public Ledger(Ledgers ledgers, Origin origin) {
        this.ledgers = ledgers;
        this.origin = origin;
    }

    void add(Task task) {
        if (!isWatched() && origin.equals(Origin.UNKNOWN)) {
            origin = CallingCode.find();
        }
        admit(task);
        // before it can run, so that its other turns come after, and without the lock, as observers do as they please
        ledgers.added(task);
        Task replaced = null;
        Run late = null;
        boolean tooLate = false;
        synchronized (this) {
            if (released != null) {
                late = ledgers.runs().of(task, released);
            } else if (ledgers.hasStopped()) {
                tooLate = true;
            } else {
                replaced = held.add(task);
            }
        }
        if (replaced != null) {
            ledgers.reporter().withdrawn(replaced, "replaced by a later task with the key '" + replaced.key() + '\'');
        }
        if (late != null) {
            ledgers.stray().addedLate(this, task);
            late.start(Callers.NONE);
        } else if (tooLate) {
            ledgers.reporter().takenBack(task, true, ledgers.settings().drainTimeout());
        }
    }

    /** Adds an attempt at a stored task, which waits for no response. Returns its run. */
    public Run addDelivered(Task task, @Nullable TaskTracker tracker) {
        synchronized (this) {
            released = Outcome.SUCCEEDED;
            admit(task);
        }
        if (tracker != null) {
            tracker.attempted(task);
        }
        ledgers.added(task);
        return ledgers.runs().of(task, Outcome.SUCCEEDED);
    }

    @Override
    public boolean attach(@Nullable Object headerValue) {
        if (!(headerValue instanceof AttachableTask carrier)) {
            return false;
        }
        add(Task.attached(carrier));
        return true;
    }

    /** Opens first and then looks whether the application has stopped, as who stops it does the reverse. */
    private synchronized void admit(Task task) {
        if (unfinished.isEmpty()) {
            ledgers.open().opened(this);
        }
        try {
            refuseUnlessPossible(task);
            ledgers.admit(task, this);
            unfinished.add(task);
        } finally {
            closeIfDone();
        }
    }

    private void closeIfDone() {
        if (unfinished.isEmpty()) {
            ledgers.open().closed(this);
        }
    }

    private void refuseUnlessPossible(Task task) {
        int most = ledgers.settings().maxPerRequest();
        if (unfinished.size() >= most) {
            throw new IllegalStateException("This request has " + most + " background tasks, the most that "
                    + Settings.MAX_PER_REQUEST + " allows. Add one task that loops, or raise the limit.");
        }
        if (ledgers.hasStopped()) {
            throw new IllegalStateException("The application has stopped and waited " + Settings.DRAIN_TIMEOUT
                    + " for its background tasks. Nothing would run another one: " + task);
        }
    }

    @Nullable
    ManagedPool pool(String executor) {
        return ledgers.pool(executor);
    }

    boolean cancel(String key) {
        Task taken;
        synchronized (this) {
            taken = held.take(key);
        }
        if (taken != null) {
            cancelledBeforeStart(taken);
        }
        return taken != null;
    }

    @Override
    public void cancelledBeforeStart(AddedTask task) {
        ledgers.reporter().withdrawn((Task) task, AddedTask.CANCELLED);
    }

    @Override
    public void cancelledWhileRunning(AddedTask task) {
        ledgers.reporter().cancelled((Task) task);
    }

    /** To be called on the request's thread, before another one adds a task. */
    void findResources() {
        ledgers.findOnThisThread();
    }

    Guarantee guarantee() {
        Guarantee known = watched;
        return known == null ? Guarantee.SCOPE_END : known;
    }

    @Override
    public void watchedBy(Guarantee guarantee, String method, String path) {
        watched = guarantee;
        origin = Origin.ofRequest(method, path);
    }

    @Override
    public void unwatched() {
        watched = null;
    }

    @Override
    public boolean isWatched() {
        return watched != null;
    }

    @Override
    public void record(Outcome outcome) {
        Runnable action;
        synchronized (this) {
            recorded = outcome;
            action = onRecord;
        }
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void onRecord(Runnable action) {
        synchronized (this) {
            onRecord = action;
            if (recorded == null) {
                return;
            }
        }
        action.run();
    }

    @Override
    public synchronized @Nullable Outcome recorded() {
        return recorded;
    }

    @Override
    public void failIf(BooleanSupplier found) {
        failed = found;
    }

    @Override
    public void release(Outcome status, Executor caller) {
        Outcome outcome = failed.getAsBoolean() ? Outcome.FAILED : status;
        Run run = null;
        List<Run> onEachPool = null;
        synchronized (this) {
            if (released != null) {
                return;
            }
            released = outcome;
            ArrayDeque<Task> tasks = held.takeAll();
            if (held.anyNamesPool()) {
                onEachPool = ledgers.runs().ofEachPool(tasks, outcome);
            } else if (!tasks.isEmpty()) {
                run = ledgers.runs().of(tasks, outcome);
            }
        }
        if (run != null) {
            run.start(caller);
        } else if (onEachPool != null) {
            onEachPool.forEach(each -> each.start(caller));
        }
    }

    @Override
    public BackgroundTasks queue() {
        return new TaskQueue(this, Options.NONE);
    }

    @Override
    public synchronized boolean takeBack(AddedTask task) {
        return held.remove(task);
    }

    @Override
    public boolean stop(AddedTask task, Stop stop) {
        return false;
    }

    @Override
    public TaskEvent.Type turn() {
        return TaskEvent.Type.ADDED;
    }

    @Override
    public synchronized void finished(AddedTask task) {
        unfinished.remove(task);
        closeIfDone();
    }

    @Override
    public synchronized List<Task> unfinished() {
        return List.copyOf(unfinished);
    }

    @Override
    public synchronized Outcome outcome() {
        Outcome known = released == null ? recorded : released;
        return known == null ? Outcome.SUCCEEDED : known;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    /** Not the JVM's, which inflates the lock of an object that is first asked for its hash while it is locked. */
    @Override
    public int hashCode() {
        return hash;
    }

    /** Its own, by identity. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }
}
