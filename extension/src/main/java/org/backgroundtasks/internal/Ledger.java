package org.backgroundtasks.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
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

    /** Shared: nothing is added after the release. */
    private static final ArrayDeque<PendingTask> NONE = new ArrayDeque<>(0);

    /** So many held tasks are looked through for a name. */
    private static final int FEW = 16;

    private static final String REPLACED = "replaced by a later task of the same name";

    private final Engine engine;
    /** Empty once released. */
    private ArrayDeque<PendingTask> held = new ArrayDeque<>(2);
    /** In order, since tasks mostly end in order, and the first one is found at once. */
    private final ArrayDeque<PendingTask> unfinished = new ArrayDeque<>(2);

    /** Every name that a held task has, and those of some that were; none while there are few tasks. */
    private @Nullable Set<String> names;

    private volatile @Nullable ResponseGate gate;
    private String method = "";
    private String path = "";
    private @Nullable Outcome recorded;
    private @Nullable Outcome released;
    private Runnable onRecord = () -> {};
    private final int hash = ThreadLocalRandom.current().nextInt();

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
        List<PendingTask> replaced = List.of();
        TaskRun late = null;
        synchronized (this) {
            admit(task);
            if (released == null) {
                held.add(task);
                String name = task.name();
                if (name != null && replaces) {
                    replaced = takeOutReplaced(task, name);
                } else if (name != null && names != null) {
                    names.add(name);
                }
            } else {
                late = TaskRun.of(engine, task, released);
            }
            if (task.isTracked()) {
                engine.tracker().track(task);
            }
        }
        engine.reporter().added(task);
        discard(replaced, REPLACED);
        if (late != null) {
            engine.start(late, Runnable::run);
        }
    }

    /** Opens first and then looks whether the application has stopped, as who stops it does the reverse. */
    private void admit(PendingTask task) {
        if (unfinished.isEmpty()) {
            engine.open().opened(this);
        }
        try {
            refuseUnlessPossible(task);
            task.joins(this, engine);
            task.intercepted(engine.interceptionOf(task));
            unfinished.add(task);
        } finally {
            closeIfDone();
        }
    }

    private void closeIfDone() {
        if (unfinished.isEmpty()) {
            engine.open().closed(this);
        }
    }

    private void refuseUnlessPossible(PendingTask task) {
        int most = engine.settings().maxPerRequest();
        if (unfinished.size() >= most) {
            throw new IllegalStateException("This request has " + most + " background tasks, the most that "
                    + Settings.MAX_PER_REQUEST + " allows: add one task that loops, or raise the limit");
        }
        if (engine.hasStopped()) {
            throw new IllegalStateException("The application has stopped and waited " + Settings.DRAIN_TIMEOUT
                    + " for its background tasks: no more can be added, as nothing would run them: " + task);
        }
        if (task.isTracked()) {
            engine.tracker();
        }
    }

    void change(PendingTask task, Consumer<PendingTask> option) {
        List<PendingTask> replaced = List.of();
        synchronized (this) {
            if (released != null) {
                throw new IllegalStateException(
                        "The response is complete, so the task is on its way and takes no more options:"
                                + " give them beforehand, as in handle.add(BackgroundTask.of(…).named(…)), for "
                                + task);
            }
            String nameBefore = task.name();
            boolean trackedBefore = task.isTracked();
            option.accept(task);
            String name = task.name();
            if (name != null && !name.equals(nameBefore)) {
                replaced = takeOutReplaced(task, name);
            }
            // not one that was forgotten or replaced: its end was reported, and no other is to come
            if (task.isTracked() && !trackedBefore && held.contains(task)) {
                engine.tracker().track(task);
            }
        }
        discard(replaced, REPLACED);
    }

    /** Of held tasks with one name the last stays; a task that is no longer held takes nobody's place. */
    private List<PendingTask> takeOutReplaced(PendingTask task, String name) {
        if (isNew(name, task)) {
            return List.of();
        }
        List<PendingTask> out = new ArrayList<>();
        boolean passed = false;
        boolean hasLater = false;
        for (PendingTask other : held) {
            if (other == task) {
                passed = true;
            } else if (other.isNamed(name)) {
                if (passed) {
                    hasLater = true;
                } else {
                    out.add(other);
                }
            }
        }
        if (!passed) {
            return List.of();
        }
        if (hasLater) {
            out.add(task);
        }
        held.removeAll(out);
        return out;
    }

    /** Whether no other task of many can have the name; a few are looked through as fast. */
    private boolean isNew(String name, PendingTask task) {
        if (names == null) {
            if (held.size() <= FEW) {
                return false;
            }
            names = new HashSet<>();
            for (PendingTask other : held) {
                if (other != task && other.name() != null) {
                    names.add(other.name());
                }
            }
        }
        return names.add(name);
    }

    @Override
    public boolean forget(String name) {
        Objects.requireNonNull(name, "The name of the task to forget must not be null");
        List<PendingTask> forgotten;
        synchronized (this) {
            forgotten = held.stream().filter(task -> task.isNamed(name)).toList();
            held.removeAll(forgotten);
        }
        discard(forgotten, "forgotten");
        return !forgotten.isEmpty();
    }

    /** Without the lock: observers may do as they please. */
    private void discard(List<PendingTask> tasks, String reason) {
        for (PendingTask task : tasks) {
            engine.reporter().discarded(task, reason);
            finished(task);
        }
    }

    @Override
    public BackgroundTasks handle() {
        return this;
    }

    /** To be called on the request's thread, before another one adds a task. */
    void findResources() {
        engine.resources().find();
    }

    @Override
    public Guarantee guarantee() {
        ResponseGate watching = gate;
        return watching == null ? Guarantee.SCOPE_END : watching.guarantee();
    }

    /** Says which gate watches the response, and of which request it is. */
    public void watchedBy(ResponseGate watching, String requestMethod, String requestPath) {
        gate = watching;
        cameFrom(requestMethod, requestPath);
    }

    /** Says of which request the tasks are. */
    void cameFrom(String requestMethod, String requestPath) {
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
        TaskRun ready;
        synchronized (this) {
            if (released != null) {
                return;
            }
            released = recorded == Outcome.FAILED ? Outcome.FAILED : observed;
            if (held.isEmpty()) {
                return;
            }
            ready = new TaskRun(engine, held, released);
            held = NONE;
            names = null;
        }
        engine.start(ready, caller);
    }

    /** Takes back a task that is still held; false if it is not. */
    synchronized boolean takeBack(PendingTask task) {
        return held.remove(task);
    }

    synchronized void finished(PendingTask task) {
        unfinished.remove(task);
        closeIfDone();
    }

    synchronized List<PendingTask> unfinished() {
        return List.copyOf(unfinished);
    }

    /** How the request ends, as far as is known. */
    synchronized Outcome outcome() {
        if (released != null) {
            return released;
        }
        return recorded == null ? Outcome.SUCCEEDED : recorded;
    }

    /** The method of the request, empty if there is none. */
    public String method() {
        return method;
    }

    /** The path of the request with the context root and without the query, empty if there is none. */
    public String path() {
        return path;
    }

    String origin() {
        return path.isEmpty() ? "" : " of " + method + ' ' + path;
    }

    /** Not the JVM's, which inflates the lock of an object that is first asked for its hash while it is locked. */
    @Override
    public int hashCode() {
        return hash;
    }
}
