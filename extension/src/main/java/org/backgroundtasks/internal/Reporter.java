package org.backgroundtasks.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what became of each task. */
final class Reporter {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");

    void gateInForce(ResponseGate gate) {
        LOG.log(
                Level.INFO,
                "Background tasks start when the response is complete: gate {0}, {1}",
                gate.name(),
                gate.guarantee());
    }

    void succeeded(PendingTask task) {
        LOG.log(Level.TRACE, "Background task {0} succeeded", task);
    }

    void failed(PendingTask task, Throwable cause) {
        log(Level.ERROR, "Background task " + task + " failed", cause);
    }

    void timedOut(PendingTask task, Throwable cause) {
        log(Level.ERROR, "Background task " + task + " was interrupted", cause);
    }

    void discarded(PendingTask task, String reason) {
        LOG.log(Level.DEBUG, "Background task {0} was discarded: {1}", task, reason);
    }

    void refused(Throwable cause) {
        LOG.log(Level.DEBUG, "The managed executor refused, so the caller runs its own background tasks", cause);
    }

    void scopeFailed(PendingTask task, Throwable cause) {
        log(Level.ERROR, "Ending the request scope of background task " + task + " failed", cause);
    }

    void abandoned(List<PendingTask> tasks, String timeout) {
        for (PendingTask task : tasks) {
            LOG.log(
                    Level.ERROR,
                    "Background task {0} had not ended after {1}, when the application stopped",
                    task,
                    timeout);
        }
    }

    private static void log(Level level, String message, @Nullable Throwable cause) {
        try {
            LOG.log(level, message, cause);
        } catch (RuntimeException | Error causeCannotBePrinted) {
            LOG.log(
                    level,
                    message + "; its cause cannot be printed: "
                            + (cause == null ? null : cause.getClass().getName()));
        }
    }
}
