package org.backgroundtasks.internal.report;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * Calls what is not the engine's: add-ons, observers, stages. What it throws is logged. It begins without an interrupt flag; that of
 * before is there again afterwards, as is one that comes in between, since it may be meant for the task.
 */
public final class Guarded {

    private Guarded() {}

    /** Says in the log what failed, if it does. */
    public static void run(Supplier<String> what, Runnable action) {
        call(
                what,
                () -> {
                    action.run();
                    return true;
                },
                false);
    }

    /** Returns something else if the call fails. */
    public static <T> T call(Supplier<String> what, Supplier<T> action, T otherwise) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } catch (Throwable thrown) {
            SafeLog.log(Level.WARNING, what.get(), thrown);
            return otherwise;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
