package org.backgroundtasks.internal;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import org.backgroundtasks.TaskEvent.Turn;
import org.jspecify.annotations.Nullable;

/** An add-on's interceptor, with whatever it throws, and the interrupt flag that it sets, kept from the tasks. */
record IsolatedInterceptor(TaskInterceptor addition) implements TaskInterceptor {

    @Override
    public Interception added(PendingTask task) {
        return IsolatedInterceptor.<Interception>undisturbed(
                task, () -> new Isolated(addition.added(task), task), Without.INTERCEPTION);
    }

    private static <T> T undisturbed(PendingTask task, Supplier<T> action, T otherwise) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } catch (Throwable thrown) {
            Reporter.log(Level.WARNING, "An add-on failed for background task " + task, thrown);
            return otherwise;
        } finally {
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void undisturbed(PendingTask task, Runnable action) {
        undisturbed(
                task,
                () -> {
                    action.run();
                    return true;
                },
                false);
    }

    private record Isolated(Interception interception, PendingTask task) implements Interception {

        @Override
        public @Nullable String withheld() {
            return undisturbed(task, () -> Optional.ofNullable(interception.withheld()), Optional.<String>empty())
                    .orElse(null);
        }

        @Override
        public Runnable entered() {
            Runnable leave = undisturbed(task, interception::entered, () -> {});
            return () -> undisturbed(task, leave);
        }

        @Override
        public void ended(Turn turn, @Nullable Throwable cause) {
            undisturbed(task, () -> interception.ended(turn, cause));
        }

        @Override
        public void discarded(String reason) {
            undisturbed(task, () -> interception.discarded(reason));
        }
    }

    /** Where the add-on failed from the start. */
    private enum Without implements Interception {
        INTERCEPTION;

        @Override
        public Runnable entered() {
            return () -> {};
        }

        @Override
        public void ended(Turn turn, @Nullable Throwable cause) {}

        @Override
        public void discarded(String reason) {}
    }
}
