package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.LogText;

/**
 * Says why a task is stopped while it runs.
 *
 * @param turn how its end is reported
 * @param reason in words
 * @param cause what its end is reported with
 */
public record Stop(TaskEvent.Type turn, String reason, Throwable cause) {

    public static Stop cancelled() {
        return new Stop(TaskEvent.Type.INTERRUPTED, AddedTask.CANCELLED, new CancellationException("Cancelled"));
    }

    public static Stop applicationStopped() {
        return new Stop(
                TaskEvent.Type.INTERRUPTED,
                AddedTask.APPLICATION_STOPPED,
                new CancellationException("The application stopped"));
    }

    public static Stop handedOver() {
        return new Stop(
                TaskEvent.Type.INTERRUPTED,
                AddedTask.HANDED_OVER,
                new CancellationException("The application stopped, and the task is stored"));
    }

    public static Stop timedOut(Duration timeout) {
        return new Stop(
                TaskEvent.Type.TIMED_OUT,
                "timed out after " + LogText.duration(timeout),
                new TimeoutException("Timed out after " + LogText.duration(timeout)));
    }

    /** Tells where the task hangs, if a thread does, and not where its timeout was noticed. */
    public void seenAt(StackTraceElement[] stack) {
        cause.setStackTrace(stack);
    }
}
