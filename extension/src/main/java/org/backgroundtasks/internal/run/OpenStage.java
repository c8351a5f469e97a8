package org.backgroundtasks.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.backgroundtasks.internal.report.Guarded;
import org.jspecify.annotations.Nullable;

/** Is an application's stage, which may be of a class of its own, while it is open. */
final class OpenStage {

    private final CompletableFuture<?> stage;
    private volatile boolean endsInVain;

    OpenStage(CompletableFuture<?> stage) {
        this.stage = stage;
    }

    CompletableFuture<?> future() {
        return stage;
    }

    boolean hasEnded() {
        return Guarded.call(() -> "The stage of a background task could not be asked", stage::isDone, false);
    }

    /** False if it has completed well before that, or ignores it. */
    boolean cancel() {
        return Guarded.call(
                () -> "The stage of a background task could not be cancelled",
                () -> stage.cancel(true) || stage.isCompletedExceptionally(),
                false);
    }

    /** Cancels the stage of a task that was stopped before it returned it: however it ends, that is too late. */
    void cancelTooLate() {
        endsInVain = true;
        var unused = cancel();
    }

    /** Whether it is still open after its cancellation; then it ends in vain. */
    boolean ignoresCancel() {
        if (!hasEnded()) {
            endsInVain = true;
        }
        return endsInVain;
    }

    /** Whether its task counts as stopped although it may complete well. */
    boolean endsInVain() {
        return endsInVain;
    }

    /** Returns what the application's own code threw. */
    static @Nullable Throwable unwrapped(@Nullable Throwable cause) {
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }
}
