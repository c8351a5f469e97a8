package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of a handler; the engine reports how it ended, and this remembers. */
final class Attempt {

    private final Handlers.Handler handler;
    private final Envelope task;
    private final Watchdog watchdog;
    private volatile boolean succeeded;
    private volatile @Nullable Throwable failure;

    Attempt(Handlers.Handler handler, Envelope task, Watchdog watchdog) {
        this.handler = handler;
        this.task = task;
        this.watchdog = watchdog;
    }

    /** Called by the engine, on the thread and in the scope that the task is to have. */
    void make() throws Exception {
        try {
            call();
            succeeded = true;
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    private void call() throws Exception {
        Duration timeout = handler.redelivery().attemptTimeout();
        if (timeout == null) {
            handler.handle(task.json());
            return;
        }
        Watchdog.Watch watch = watchdog.watch(timeout);
        Throwable thrown = null;
        try {
            handler.handle(task.json());
        } catch (Throwable any) {
            thrown = any;
        }
        StackTraceElement[] hung = watch.end();
        if (hung != null) {
            TimeoutException timedOut = new TimeoutException("The handler did not end within " + inWords(timeout));
            timedOut.setStackTrace(hung);
            timedOut.initCause(thrown);
            throw timedOut;
        }
        rethrow(thrown);
    }

    private static String inWords(Duration timeout) {
        return timeout.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static void rethrow(@Nullable Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
    }

    boolean succeeded() {
        return succeeded;
    }

    /** What the handler threw, or else what kept it from being called. */
    Throwable failure() {
        Throwable known = failure;
        return known != null
                ? known
                : new IllegalStateException("The container refused to call the handler; its log says why");
    }
}
