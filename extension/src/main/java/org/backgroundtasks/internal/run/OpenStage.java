package org.backgroundtasks.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.backgroundtasks.internal.report.Guarded;
import org.jspecify.annotations.Nullable;

/** Is an application's stage, which may be of a class of its own, while it is open. */
final class OpenStage {

    private final CompletableFuture<?> stage;
    private volatile boolean ignoresCancel;

    OpenStage(CompletableFuture<?> stage) {
        this.stage = stage;
    }

    CompletableFuture<?> future() {
        return stage;
    }

    boolean hasEnded() {
        return Guarded.call(() -> "The stage of a background task could not be asked", stage::isDone, false);
    }

    /** False if it has completed well before that. */
    boolean cancel() {
        boolean heeded = Guarded.call(
                () -> "The stage of a background task could not be cancelled", () -> stage.cancel(true), false);
        ignoresCancel = !heeded && !hasEnded();
        return heeded || ignoresCancel || stage.isCompletedExceptionally();
    }

    /** Whether it was cancelled in vain; one that was not, and has completed well, was faster than its cancellation. */
    boolean ignoresCancel() {
        return ignoresCancel;
    }

    /** Returns what the application's own code threw. */
    static @Nullable Throwable unwrapped(@Nullable Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }
}
