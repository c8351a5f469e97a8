package org.backgroundtasks.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.jspecify.annotations.Nullable;

/** Says what became of each task: to the log, the counts, the application's observers and Flight Recorder. */
final class Reporter {

    static final String LOGGER = "org.backgroundtasks";

    private static final Logger LOG = System.getLogger(LOGGER);

    /** A run-time image can be without it, and a module system can hide it. */
    private static final boolean FLIGHT_RECORDER = isPresent("jdk.jfr.Event");

    private final Counts counts;
    private final Events events;

    Reporter(Counts counts, Events events) {
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
    long now() {
        return events.anyWanted() || isRecorded() ? System.nanoTime() : 0;
    }

    private static boolean isRecorded() {
        return FLIGHT_RECORDER && TaskFlight.isRecorded();
    }

    private static Duration between(long start, long end) {
        return start == 0 || end == 0 ? Duration.ZERO : Duration.ofNanos(end - start);
    }

    void gateInForce(ResponseGate gate) {
        LOG.log(
                Level.INFO,
                "Background tasks start when the response is complete: gate {0}, {1}",
                gate.name(),
                gate.guarantee());
    }

    void added(PendingTask task) {
        counts.oneAdded();
        fire(Turn.ADDED, task, 0, 0, 0, "", null);
    }

    void refused(List<PendingTask> tasks, Throwable cause) {
        LOG.log(Level.DEBUG, "The managed executor refused, so the caller runs its own background tasks", cause);
        counts.someRefused(tasks.size());
        for (PendingTask task : tasks) {
            fire(Turn.REFUSED, task, now(), 0, 0, "", cause);
        }
    }

    /** Begins the record of a run, if there is a recording. */
    @Nullable
    TaskFlight flight() {
        if (!isRecorded()) {
            return null;
        }
        TaskFlight flight = new TaskFlight();
        flight.begin();
        return flight;
    }

    void started(PendingTask task, long startedAt) {
        counts.oneStarted();
        fire(Turn.STARTED, task, startedAt, startedAt, 0, "", null);
    }

    void progressed(PendingTask task, long startedAt, double fraction, String message) {
        fire(Turn.PROGRESSED, task, startedAt, now(), fraction, message, null);
    }

    /** The task is stopped at its timeout; when it ends depends on it. */
    void timedOut(PendingTask task, TimeoutException cause) {
        log(Level.ERROR, "Background task " + task + " was interrupted", cause);
    }

    /** The task is stopped by somebody who may; when it ends depends on it. */
    void cancelled(PendingTask task) {
        LOG.log(Level.DEBUG, "Background task {0} was cancelled, and interrupted", task);
    }

    /** The task has ended; {@code reported} if its failure was logged when it was stopped. */
    void ended(
            PendingTask task,
            long startedAt,
            @Nullable TaskFlight flight,
            @Nullable Throwable cause,
            boolean reported) {
        Turn turn;
        if (cause == null) {
            turn = Turn.SUCCEEDED;
            counts.oneSucceeded();
            if (LOG.isLoggable(Level.TRACE)) {
                LOG.log(Level.TRACE, "Background task {0} succeeded", task);
            }
        } else {
            turn = reported && cause instanceof TimeoutException ? Turn.TIMED_OUT : Turn.FAILED;
            counts.oneFailed();
            // the add-on that delivers knows whether there is another attempt, and logs accordingly
            if (!reported && task.delivery() == null) {
                log(Level.ERROR, "Background task " + task + " failed", cause);
            }
        }
        if (flight != null) {
            commit(flight, turn, task, startedAt, cause == null ? "" : text(cause));
        }
        TaskInterceptor.Interception interception = task.interception();
        if (interception != null) {
            interception.ended(turn, cause);
        }
        fire(turn, task, startedAt, now(), 0, "", cause);
    }

    void discarded(PendingTask task, String reason) {
        counts.oneDiscarded();
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, "Background task {0} was discarded: {1}", task, reason);
        }
        TaskInterceptor.Interception interception = task.interception();
        if (interception != null) {
            interception.discarded(reason);
        }
        if (isRecorded()) {
            commit(new TaskFlight(), Turn.DISCARDED, task, now(), reason);
        }
        fire(Turn.DISCARDED, task, now(), 0, 0, reason, null);
    }

    /** The application stops, and does not wait any longer for a task that has not started. */
    void takenBack(PendingTask task, String state, Duration waited) {
        notEnded(task, state, waited);
        discarded(task, "the application stopped");
    }

    /** The application stops, and does not wait any longer for a task that runs; when it ends depends on it. */
    void interrupted(PendingTask task, Duration waited) {
        notEnded(task, "running, and interrupted now", waited);
    }

    private static void notEnded(PendingTask task, String state, Duration waited) {
        String message = "Background task " + task + " had not ended when the application stopped and had waited "
                + waited + " for it: " + state;
        LOG.log(Level.ERROR, message);
        LastResort.say(message);
    }

    void scopeFailed(PendingTask task, Throwable cause) {
        log(Level.ERROR, "Ending the request scope of background task " + task + " failed", cause);
    }

    private static void commit(TaskFlight flight, Turn turn, PendingTask task, long startedAt, String cause) {
        flight.taskId = task.id();
        flight.taskName = task.called();
        flight.request = (task.ledger().method() + ' ' + task.ledger().path()).strip();
        flight.waited = between(task.addedAt(), startedAt).toNanos();
        flight.turn = turn.name();
        flight.cause = cause;
        flight.commit();
    }

    private void fire(
            Turn turn,
            PendingTask task,
            long startedAt,
            long endedAt,
            double progress,
            String message,
            @Nullable Throwable cause) {
        if (!events.wanted(turn)) {
            return;
        }
        TaskEvent event = new TaskEvent(
                turn,
                task.id(),
                task.called(),
                task.ledger().method(),
                task.ledger().path(),
                between(task.addedAt(), startedAt),
                between(startedAt, endedAt),
                progress,
                message,
                cause);
        try {
            task.inContext(() -> events.fire(event));
        } catch (RuntimeException | Error contextFailure) {
            log(Level.WARNING, "Leaving the context of background task " + task + " failed", contextFailure);
        }
    }

    private static String text(Throwable cause) {
        try {
            return cause.toString();
        } catch (Throwable causeCannotBePrinted) {
            return cause.getClass().getName();
        }
    }

    /** Whatever the cause does when it is printed. */
    static void log(Level level, String message, Throwable cause) {
        try {
            LOG.log(level, message, cause);
        } catch (Throwable causeCannotBePrinted) {
            LOG.log(
                    level,
                    message + "; its cause cannot be printed: "
                            + cause.getClass().getName());
        }
    }
}
