package org.backgroundtasks.internal.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** Reports each turn of a task's life, to everyone who wants to know. Throws nothing. */
public final class Reporter {

    /** A run-time image can be without it, and a module system can hide it. */
    private static final boolean FLIGHT_RECORDER = isPresent("jdk.jfr.Event");

    private final Counts counts;
    private final Events events;
    private final TaskLog log = new TaskLog();

    public Reporter(Counts counts, Events events) {
        this.counts = counts;
        this.events = events;
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Reporter.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** The time, for reports that tell how long something took; zero where nobody wants to know. */
    public long now() {
        return events.anyWanted() || isRecorded() ? System.nanoTime() : 0;
    }

    private static boolean isRecorded() {
        return FLIGHT_RECORDER && JfrTaskEvent.isRecorded();
    }

    /** On the thread that adds it, before any other thread sees it. */
    public void added(Task task) {
        counts.incrementAdded();
        if (events.wanted(TaskEvent.Type.ADDED)) {
            events.fire(new Draft(TaskEvent.Type.ADDED, task).snapshot());
        }
    }

    /** Expected of an application that stops, else worth a warning. */
    public void refused(List<Task> tasks, String executor, boolean expected, Throwable cause) {
        if (tasks.isEmpty()) {
            return;
        }
        if (!expected) {
            log.refused(tasks.size(), executor, cause);
        }
        counts.addRefused(tasks.size());
        if (events.wanted(TaskEvent.Type.REFUSED)) {
            tasks.forEach(task -> fire(
                    new Draft(TaskEvent.Type.REFUSED, task).startedAt(now()).cause(cause)));
        }
    }

    /** Begins the record of a run, if there is a recording. */
    public @Nullable JfrTaskEvent recording() {
        if (!isRecorded()) {
            return null;
        }
        JfrTaskEvent recording = new JfrTaskEvent();
        recording.begin();
        return recording;
    }

    public void started(Task task, long startedAt) {
        counts.incrementStarted();
        if (events.wanted(TaskEvent.Type.STARTED)) {
            fire(new Draft(TaskEvent.Type.STARTED, task).ran(startedAt, startedAt));
        }
    }

    public void progressed(Task task, long startedAt, double fraction, @Nullable String message) {
        task.progressed(fraction, message);
        if (events.wanted(TaskEvent.Type.PROGRESSED)) {
            fire(new Draft(TaskEvent.Type.PROGRESSED, task)
                    .ran(startedAt, now())
                    .progress(fraction, message));
        }
    }

    /** The task is stopped at its timeout; when it ends depends on it. */
    public void timedOut(Task task, Stop stop) {
        log.timedOut(task, stop);
    }

    /** The task is stopped by the application; when it ends depends on it. */
    public void cancelled(Task task) {
        log.cancelled(task);
    }

    public void succeeded(Task task, long startedAt, @Nullable JfrTaskEvent recording) {
        counts.incrementSucceeded();
        log.succeeded(task);
        ended(TaskEvent.Type.SUCCEEDED, task, startedAt, recording, null, null);
    }

    public void failed(Task task, long startedAt, @Nullable JfrTaskEvent recording, Throwable cause) {
        counts.incrementFailed();
        log.failed(task, cause);
        ended(TaskEvent.Type.FAILED, task, startedAt, recording, cause, null);
    }

    /** What has to be logged of it was logged when it was stopped. */
    public void stopped(Task task, long startedAt, @Nullable JfrTaskEvent recording, Stop stop) {
        counts.incrementFailed();
        String reason = stop.turn() == TaskEvent.Type.INTERRUPTED ? stop.reason() : null;
        ended(stop.turn(), task, startedAt, recording, stop.cause(), reason);
    }

    private void ended(
            TaskEvent.Type turn,
            Task task,
            long startedAt,
            @Nullable JfrTaskEvent recording,
            @Nullable Throwable cause,
            @Nullable String reason) {
        task.end(turn, cause, reason);
        if (recording != null) {
            commit(recording, turn, task, startedAt, TaskLog.text(cause));
        }
        Interception interception = task.interception();
        if (interception != null) {
            interception.ended(turn, cause);
        }
        if (events.wanted(turn)) {
            fire(new Draft(turn, task).ran(startedAt, now()).cause(cause).reason(reason));
        }
        task.close();
    }

    /** In the context captured at add. */
    public void discarded(Task task, String reason) {
        log.discarded(task, reason);
        notRun(task, reason, true);
    }

    /** Since its request, or the transaction that it was added in, failed. */
    public void discardedByFailure(Task task, String reason) {
        log.discardedByFailure(task, reason);
        notRun(task, reason, true);
    }

    /** On the thread that cancels or replaces it, in the present context. */
    public void withdrawn(Task task, String reason) {
        log.discarded(task, reason);
        notRun(task, reason, false);
    }

    /** The application stops, and does not wait any longer for a task that has not started. */
    public void takenBack(Task task, boolean held, Duration waited) {
        log.leftOver(task, held ? "held, as its response is not complete" : "waiting for its turn", waited);
        discarded(task, AddedTask.APPLICATION_STOPPED);
    }

    /** The application stops, and a task that has not started was stored. */
    public void handedOver(Task task) {
        log.discarded(task, AddedTask.HANDED_OVER);
        notRun(task, AddedTask.HANDED_OVER, true);
    }

    private void notRun(Task task, String reason, boolean inItsContext) {
        task.end(TaskEvent.Type.DISCARDED, null, reason);
        counts.incrementDiscarded();
        Interception interception = task.interception();
        if (interception != null) {
            interception.discarded(reason);
        }
        if (isRecorded()) {
            commit(new JfrTaskEvent(), TaskEvent.Type.DISCARDED, task, now(), reason);
        }
        if (events.wanted(TaskEvent.Type.DISCARDED)) {
            Draft draft =
                    new Draft(TaskEvent.Type.DISCARDED, task).startedAt(now()).reason(reason);
            if (inItsContext) {
                fire(draft);
            } else {
                events.fire(draft.snapshot());
            }
        }
        task.close();
    }

    /** The application stops, and does not wait any longer for a task that runs; when it ends depends on it. */
    public void interrupted(Task task, Duration waited) {
        log.leftOver(task, "running, and interrupted now", waited);
    }

    public void scopeFailed(Task task, Throwable cause) {
        log.scopeFailed(task, cause);
    }

    private static void commit(JfrTaskEvent recording, TaskEvent.Type turn, Task task, long startedAt, String cause) {
        recording.taskId = task.id();
        recording.taskName = task.name();
        recording.request = task.origin().toString();
        recording.waited = between(task.addedAt(), startedAt).toNanos();
        recording.turn = turn.name();
        recording.cause = cause;
        recording.commit();
    }

    private static Duration between(long start, long end) {
        return start == 0 || end == 0 ? Duration.ZERO : Duration.ofNanos(end - start);
    }

    private void fire(Draft draft) {
        try {
            draft.task.inContext(() -> events.fire(draft.snapshot()));
        } catch (RuntimeException | Error contextFailure) {
            log.contextFailed(draft.task, contextFailure);
        }
    }

    /** Gathers what an event says. */
    private static final class Draft {

        private final TaskEvent.Type type;
        private final Task task;
        private long startedAt;
        private Optional<Duration> ran = Optional.empty();
        private OptionalDouble progress = OptionalDouble.empty();
        private Optional<String> message = Optional.empty();
        private Optional<Throwable> cause = Optional.empty();
        private Optional<String> reason = Optional.empty();

        Draft(TaskEvent.Type type, Task task) {
            this.type = type;
            this.task = task;
        }

        Draft startedAt(long time) {
            startedAt = time;
            return this;
        }

        Draft ran(long from, long to) {
            ran = Optional.of(between(from, to));
            return startedAt(from);
        }

        Draft progress(double fraction, @Nullable String said) {
            progress = OptionalDouble.of(fraction);
            message = Optional.ofNullable(said);
            return this;
        }

        Draft cause(@Nullable Throwable thrown) {
            cause = Optional.ofNullable(thrown);
            return this;
        }

        Draft reason(@Nullable String words) {
            reason = Optional.ofNullable(words);
            return this;
        }

        TaskEventSnapshot snapshot() {
            Origin origin = task.origin();
            Delivery delivery = task.delivery();
            boolean unsuccessful = type == TaskEvent.Type.FAILED || type == TaskEvent.Type.TIMED_OUT;
            return new TaskEventSnapshot(
                    type,
                    task.id(),
                    task.name(),
                    present(origin.method()),
                    present(origin.path()),
                    task.attempt(),
                    unsuccessful && delivery != null && delivery.retry().delayAfter(cause.orElse(null)) != null,
                    between(task.addedAt(), startedAt),
                    ran,
                    progress,
                    message,
                    cause,
                    reason);
        }

        private static Optional<String> present(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }
}
