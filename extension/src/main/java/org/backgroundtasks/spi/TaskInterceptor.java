package org.backgroundtasks.spi;

import org.backgroundtasks.TaskEvent;
import org.jspecify.annotations.Nullable;

/** Runs code around every task of an application. An exception that it throws is logged and disturbs no task. */
@FunctionalInterface
public interface TaskInterceptor {

    /**
     * Receives a task, on the thread that adds it, before the task can run.
     *
     * @param task the task
     * @return the code to run around this one task
     */
    Interception added(AddedTask task);

    /**
     * Returns the trace that this thread is in, for a task that is stored and handled elsewhere.
     *
     * @return the header {@code traceparent} of W3C Trace Context, null if there is none
     */
    default @Nullable String traceparent() {
        return null;
    }

    /** Runs code around one task. */
    interface Interception {

        /**
         * Returns why the task should not run although its turn has come.
         *
         * @return null to let it run
         */
        default @Nullable String withheld() {
            return null;
        }

        /**
         * Runs before the task's function, on its thread and in its request scope.
         *
         * @return undoes on this thread, once the function has returned, what was done to it
         */
        Runnable entered();

        /**
         * Runs when the task has ended, its stage included, on any thread. Its function may not have been called.
         *
         * @param end the turn
         * @param cause why it failed, timed out or was interrupted, or null
         */
        void ended(TaskEvent.Type end, @Nullable Throwable cause);

        /**
         * Runs when the task will not run.
         *
         * @param reason why
         */
        void discarded(String reason);
    }
}
