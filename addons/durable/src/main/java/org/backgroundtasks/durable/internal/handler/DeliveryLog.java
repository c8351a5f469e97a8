package org.backgroundtasks.durable.internal.handler;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.internal.monitor.Figures;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.LogText;

/** What operators hear of tasks that were received. */
record DeliveryLog(Figures figures) {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    void handled() {
        figures.addHandled();
    }

    void retried(TaskEnvelope task, int attempt, int attempts, Duration delay, Throwable cause) {
        figures.addRetried();
        LOG.log(
                Level.WARNING,
                "Durable task {0} failed at attempt {1} of {2}, and is tried again in {3}: {4}",
                task,
                Integer.toString(attempt),
                Integer.toString(attempts),
                LogText.duration(delay),
                OneLine.of(cause));
        LOG.log(Level.DEBUG, "Why durable task " + task + " failed", cause);
    }

    void refused(TaskEnvelope task, String why) {
        LOG.log(
                Level.WARNING,
                "Durable task {0} cannot be stored again, and is delivered again instead: {1}",
                task,
                why);
    }

    void cancelled(TaskEnvelope task, int attempt) {
        LOG.log(Level.INFO, "Durable task {0} was cancelled at attempt {1}, and is not tried again", task, attempt);
    }

    void givenBack(TaskEnvelope task) {
        LOG.log(Level.INFO, "Durable task {0} is stored again, as the application or its server stops", task);
    }

    void deferred(TaskEnvelope task, int times, Instant last, String why) {
        LOG.log(
                times == 1 ? Level.WARNING : Level.DEBUG,
                "Durable task {0} waits for a node that can handle it, at most until {1}: {2}",
                task,
                last,
                why);
    }

    void deadLettered(TaskEnvelope task, int attempt, Throwable cause) {
        figures.addDeadLettered();
        LOG.log(Level.ERROR, "Durable task " + task + " is a dead letter now, after attempt " + attempt, cause);
    }

    void deadLetterRefused(TaskEnvelope task, String why) {
        LOG.log(
                Level.WARNING,
                "Durable task {0} is a dead letter, but the dead-letter queue refuses it: {1}",
                task,
                why);
    }
}
