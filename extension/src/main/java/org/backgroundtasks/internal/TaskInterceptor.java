package org.backgroundtasks.internal;

import org.backgroundtasks.TaskEvent.Turn;
import org.jspecify.annotations.Nullable;

/**
 * What an add-on does around every task of an application. What it throws is logged, and disturbs no task. See
 * {@link Engine#use(TaskInterceptor)}.
 */
public interface TaskInterceptor {

    /** On the thread that adds the task, while the task's ledger is locked. Its options may follow. */
    Interception added(PendingTask task);

    /** What is done around one task. */
    interface Interception {

        /** Why it should not run although its turn has come, or null. */
        default @Nullable String withheld() {
            return null;
        }

        /**
         * Its function is about to be called, on this thread and in the task's request scope.
         *
         * @return undoes on this thread, once the function has returned, what was done to it
         */
        Runnable entered();

        /** It has ended, its stage included, on whatever thread that was; perhaps without its function being called. */
        void ended(Turn turn, @Nullable Throwable cause);

        /** It will not run. */
        void discarded(String reason);
    }

    /** Both, the second one within the first. */
    static TaskInterceptor both(TaskInterceptor outer, TaskInterceptor inner) {
        return task -> new Both(outer.added(task), inner.added(task));
    }

    /** The interceptions of one task by two interceptors. */
    record Both(Interception outer, Interception inner) implements Interception {

        @Override
        public @Nullable String withheld() {
            String reason = outer.withheld();
            return reason == null ? inner.withheld() : reason;
        }

        @Override
        public Runnable entered() {
            Runnable leaveOuter = outer.entered();
            Runnable leaveInner = inner.entered();
            return () -> {
                leaveInner.run();
                leaveOuter.run();
            };
        }

        @Override
        public void ended(Turn turn, @Nullable Throwable cause) {
            inner.ended(turn, cause);
            outer.ended(turn, cause);
        }

        @Override
        public void discarded(String reason) {
            inner.discarded(reason);
            outer.discarded(reason);
        }
    }
}
