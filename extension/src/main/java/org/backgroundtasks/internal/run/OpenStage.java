package org.backgroundtasks.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.backgroundtasks.internal.report.Guarded;
import org.jspecify.annotations.Nullable;

/** Calls an application's stage, which may be of a class of its own. */
final class OpenStage {

    private OpenStage() {}

    static boolean hasEnded(CompletableFuture<?> stage) {
        return Guarded.call(() -> "The stage of a background task could not be asked", stage::isDone, false);
    }

    static void cancel(CompletableFuture<?> stage) {
        Guarded.run(() -> "The stage of a background task could not be cancelled", () -> stage.cancel(true));
    }

    /** Returns what the application's own code threw. */
    static @Nullable Throwable unwrapped(@Nullable Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }
}
