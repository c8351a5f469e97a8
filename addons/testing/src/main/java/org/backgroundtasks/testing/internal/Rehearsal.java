package org.backgroundtasks.testing.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/**
 * One test's tasks. While it is under way, it has those of all applications in its class loader: a test, the extension and a
 * request are on different threads, and start in no certain order.
 */
public final class Rehearsal {

    /** What becomes of released tasks. */
    public enum Mode {
        RECORDED,
        IMMEDIATE,
        VIRTUAL_TIME,
        AWAITED
    }

    private static final AtomicReference<@Nullable Rehearsal> CURRENT = new AtomicReference<>();

    private final Mode mode;
    private final List<RehearsedTask> tasks = new CopyOnWriteArrayList<>();
    private final List<RehearsedDurable> stored = new CopyOnWriteArrayList<>();
    private final Timetable timetable = new Timetable();

    public Rehearsal(Mode mode) {
        this.mode = mode;
    }

    public Mode mode() {
        return mode;
    }

    /** Empty unless time is virtual. */
    public Timetable timetable() {
        return timetable;
    }

    /** In the order in which they were added. */
    public List<RehearsedTask> tasks() {
        return tasks;
    }

    /** Those of them that will run, or have. */
    public Stream<RehearsedTask> toRun() {
        return tasks.stream().filter(RehearsedTask::isToRun);
    }

    /** The durable ones, in the order in which they were stored. */
    public List<RehearsedDurable> stored() {
        return stored;
    }

    public void begin() {
        tasks.clear();
        stored.clear();
        timetable.clear();
        if (!CURRENT.compareAndSet(null, this)) {
            throw new IllegalStateException(
                    "Another test uses TestTasks at this moment, and a task does not show which test added it: use one TestTasks"
                            + " in a test, and keep such tests from running in parallel,"
                            + " for example with @ResourceLock(\"background tasks\")");
        }
    }

    public void end() {
        CURRENT.compareAndSet(this, null);
    }

    /** Watches a task for the test under way, or for none. */
    static Interception added(AddedTask task) {
        Rehearsal current = CURRENT.get();
        // an attempt at a durable task was added as that
        if (current == null || task.delivery() != null) {
            return RehearsedTask.of(task, false);
        }
        RehearsedTask rehearsed = RehearsedTask.of(task, current.mode == Mode.RECORDED);
        current.tasks.add(rehearsed);
        return rehearsed;
    }

    /** Notes a durable task for the test under way, if there is one. */
    public static void stored(RehearsedDurable task) {
        Rehearsal current = CURRENT.get();
        if (current != null) {
            current.stored.add(task);
        }
    }

    /** What becomes of tasks now; outside a test what becomes of them in production. */
    public static Mode currentMode() {
        Rehearsal current = CURRENT.get();
        return current == null ? Mode.AWAITED : current.mode;
    }

    /** That of the test under way, null unless its time is virtual. */
    public static @Nullable Timetable currentTimetable() {
        Rehearsal current = CURRENT.get();
        return current == null || current.mode != Mode.VIRTUAL_TIME ? null : current.timetable;
    }

    static boolean callerRuns() {
        Rehearsal current = CURRENT.get();
        return current != null && current.mode != Mode.AWAITED;
    }
}
