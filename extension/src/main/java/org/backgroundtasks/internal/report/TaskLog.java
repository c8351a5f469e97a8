package org.backgroundtasks.internal.report;

import jakarta.enterprise.concurrent.AbortedException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.LogText;
import org.jspecify.annotations.Nullable;

/** Says in the log what operators have to know, and no more often than they have to. */
final class TaskLog {

    private static final long BETWEEN_REFUSALS_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicBoolean discardedByFailure = new AtomicBoolean();
    private final AtomicLong refusalsToShow = new AtomicLong();
    private final AtomicLong nextRefusalAt = new AtomicLong(System.nanoTime());

    /** The first one, and one a minute: a flood of refusals is not to become a flood of lines. */
    void refused(int tasks, String executor, Throwable cause) {
        long number = refusalsToShow.addAndGet(tasks);
        long due = nextRefusalAt.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextRefusalAt.compareAndSet(due, now + BETWEEN_REFUSALS_NANOS)) {
            refusalsToShow.addAndGet(-number);
            SafeLog.log(
                    Level.WARNING,
                    "Refused " + number + " background task(s): " + LogText.oneLine(text(cause)) + ". "
                            + advice(executor, cause) + ". This is logged once a minute at most");
        }
        if (SafeLog.shows(Level.DEBUG)) {
            SafeLog.log(Level.DEBUG, "The managed executor refused " + tasks + " background task(s)", cause);
        }
    }

    private static String advice(String executor, Throwable cause) {
        return cause instanceof AbortedException
                ? "The executor " + executor + " had accepted them and then gave them up, as a server does whose thread"
                        + " keeps the context of an application that is gone. Other threads run them"
                : "The threads of their requests run them, after the response, which slows other requests down."
                        + " Give the executor " + executor + " more threads or a longer queue, or name another in "
                        + Settings.EXECUTOR;
    }

    void succeeded(Task task) {
        if (SafeLog.shows(Level.TRACE)) {
            SafeLog.log(Level.TRACE, "Background task " + task + " succeeded");
        }
    }

    /** Once, at its end. An attempt at a durable task is logged by the module that decides what comes next. */
    void failed(Task task, Throwable cause) {
        if (task.delivery() == null) {
            SafeLog.log(Level.ERROR, "Background task " + task + " failed", cause);
        }
    }

    /** When it is stopped: when it ends depends on it. */
    void timedOut(Task task, Stop stop) {
        if (task.delivery() == null) {
            SafeLog.log(
                    Level.ERROR,
                    "Background task " + task + ' ' + stop.reason()
                            + (stop.cause().getStackTrace().length == 0
                                    ? " and its stage was cancelled"
                                    : " and was interrupted. The stack trace shows where it hung"),
                    stop.cause());
        }
    }

    void cancelled(Task task) {
        if (SafeLog.shows(Level.DEBUG)) {
            SafeLog.log(Level.DEBUG, "Background task " + task + " was cancelled, and interrupted");
        }
    }

    void discarded(Task task, String reason) {
        if (SafeLog.shows(Level.DEBUG)) {
            SafeLog.log(Level.DEBUG, "Background task " + task + " was discarded: " + LogText.oneLine(reason));
        }
    }

    /** The first time in an application at INFO: who meets this first looks for the task. */
    void discardedByFailure(Task task, String reason) {
        if (discardedByFailure.get() || !discardedByFailure.compareAndSet(false, true)) {
            discarded(task, reason);
            return;
        }
        SafeLog.log(
                Level.INFO,
                "Background task " + task + " was discarded: " + LogText.oneLine(reason)
                        + ". Add it with always() to run it whatever the"
                        + " outcome, or with onError() to run it after a failure. Further ones are logged at DEBUG");
    }

    void leftOver(Task task, String state, Duration waited) {
        String message = "Background task " + task + " had not ended when the application stopped and had waited "
                + LogText.duration(waited) + " for it: " + state;
        SafeLog.log(Level.ERROR, message);
        StderrFallback.printIfLogIsClosed(message);
    }

    void scopeFailed(Task task, Throwable cause) {
        SafeLog.log(Level.ERROR, "Ending the request scope of background task " + task + " failed", cause);
    }

    void contextFailed(Task task, Throwable cause) {
        SafeLog.log(Level.WARNING, "Leaving the context of background task " + task + " failed", cause);
    }

    /** Whatever the cause does when it is printed. */
    static String text(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        try {
            return cause.toString();
        } catch (Throwable causeCannotBePrinted) {
            return cause.getClass().getName();
        }
    }
}
