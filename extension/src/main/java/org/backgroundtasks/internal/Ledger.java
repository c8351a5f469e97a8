package org.backgroundtasks.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one request: holds them while the response is under way, releases them once it is complete. Knows no scope and
 * no thread; safe for any.
 */
public final class Ledger implements BackgroundTasks {

    /** The request property, and servlet request attribute, under which a gate keeps the ledger. */
    public static final String PROPERTY = "org.backgroundtasks.ledger";

    private final Engine engine;
    private final List<PendingTask> held = new ArrayList<>(2);
    /** In order, since tasks mostly end in order, and the first one is found at once. */
    private final ArrayDeque<PendingTask> unfinished = new ArrayDeque<>(2);

    private volatile @Nullable ResponseGate gate;
    private String method = "";
    private String path = "";
    private @Nullable Outcome recorded;
    private @Nullable Outcome released;
    private Runnable onRecord = () -> {};

    Ledger(Engine engine) {
        this.engine = engine;
    }

    @Override
    public BackgroundTask add(BackgroundTask task) {
        Objects.requireNonNull(task, "A background task must not be null: make one with BackgroundTask.of(…)");
        if (!(task instanceof PendingTask pending)) {
            throw new IllegalArgumentException(
                    "A background task is made with BackgroundTask.of(…), not by implementing the interface: " + task);
        }
        add(pending, true);
        return pending;
    }

    /** Adds a task that came with the response; it joins the others and replaces none, whatever its name. */
    public void attach(PendingTask task) {
        add(task, false);
    }

    private void add(PendingTask task, boolean replaces) {
        Outcome late = hold(task, replaces);
        if (late != null) {
            engine.start(new TaskRun(engine, List.of(task), late), Runnable::run);
        }
    }

    /** Holds the task while the response is under way; afterwards returns the outcome that it starts with at once. */
    private @Nullable Outcome hold(PendingTask task, boolean replaces) {
        synchronized (this) {
            if (task.wasAdded()) {
                throw new IllegalStateException(
                        "This task was added before: a BackgroundTask stands for one run, so make"
                                + " another with BackgroundTask.of(…) for " + task);
            }
            int most = engine.settings().maxPerRequest();
            if (unfinished.size() >= most) {
                throw new IllegalStateException("This request has " + most + " background tasks, the most that "
                        + Settings.MAX_PER_REQUEST + " allows: add one task that loops, or raise the limit");
            }
            task.capture(engine.resources());
            task.joins(this, engine.nextId());
            String name = task.name();
            if (replaces && released == null && name != null) {
                dropOthers(task, name);
            }
            if (unfinished.isEmpty()) {
                engine.opened(this);
            }
            unfinished.add(task);
            if (released == null) {
                held.add(task);
            }
            return released;
        }
    }

    synchronized void change(PendingTask task, Consumer<PendingTask> option) {
        if (released != null) {
            throw new IllegalStateException(
                    "The response is complete, so the task is on its way and takes no more options:"
                            + " give them beforehand, as in handle.add(BackgroundTask.of(…).named(…)), for " + task);
        }
        String before = task.name();
        option.accept(task);
        String name = task.name();
        if (name != null && !name.equals(before) && held.contains(task)) {
            dropOthers(task, name);
        }
    }

    /** Of two tasks with one name the one added later stays. */
    private void dropOthers(PendingTask task, String name) {
        for (PendingTask other : List.copyOf(held)) {
            if (other != task && other.isNamed(name)) {
                boolean later = held.indexOf(other) > held.indexOf(task) && held.contains(task);
                discard(later ? task : other, "replaced by a later task of the same name");
            }
        }
    }

    @Override
    public boolean forget(String name) {
        Objects.requireNonNull(name, "The name of the task to forget must not be null");
        synchronized (this) {
            for (PendingTask task : held) {
                if (task.isNamed(name)) {
                    discard(task, "forgotten");
                    return true;
                }
            }
            return false;
        }
    }

    private void discard(PendingTask task, String reason) {
        held.remove(task);
        engine.reporter().discarded(task, reason);
        finished(task);
    }

    @Override
    public BackgroundTasks handle() {
        return this;
    }

    @Override
    public Guarantee guarantee() {
        ResponseGate watching = gate;
        return watching == null ? Guarantee.SCOPE_END : watching.guarantee();
    }

    /** Says which gate watches the response, and of which request it is. */
    public void watchedBy(ResponseGate watching, String requestMethod, String requestPath) {
        gate = watching;
        method = requestMethod;
        path = requestPath;
    }

    /** Leaves the release to the end of the request scope after all. */
    public void unwatched() {
        gate = null;
    }

    /** Whether a gate will release the tasks; if none does, the end of the request scope will. */
    public boolean isWatched() {
        return gate != null;
    }

    /** Notes how the request ends, as far as is known before the response is complete; the last word holds. */
    public void record(Outcome outcome) {
        Runnable action;
        synchronized (this) {
            recorded = outcome;
            action = onRecord;
        }
        action.run();
    }

    /** Runs the action when an outcome is recorded, at once if one has been. */
    public void onRecord(Runnable action) {
        synchronized (this) {
            onRecord = action;
            if (recorded == null) {
                return;
            }
        }
        action.run();
    }

    /**
     * The response is complete: hands the tasks to the executor. Only the first call counts.
     *
     * @param observed what the gate saw; a failure seen here or recorded before is a failure
     * @param caller runs the tasks if the managed executor refuses them
     */
    public void release(Outcome observed, Executor caller) {
        List<PendingTask> ready;
        Outcome outcome;
        synchronized (this) {
            if (released != null) {
                return;
            }
            outcome = recorded == Outcome.FAILED ? Outcome.FAILED : observed;
            released = outcome;
            ready = List.copyOf(held);
            held.clear();
        }
        if (!ready.isEmpty()) {
            engine.start(new TaskRun(engine, ready, outcome), caller);
        }
    }

    synchronized void finished(PendingTask task) {
        unfinished.remove(task);
        if (unfinished.isEmpty()) {
            engine.closed(this);
        }
    }

    synchronized List<PendingTask> unfinished() {
        return List.copyOf(unfinished);
    }

    String origin() {
        return path.isEmpty() ? "" : " of " + method + ' ' + path;
    }
}
