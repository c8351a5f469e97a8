package org.backgroundtasks.internal.container;

import java.util.concurrent.CompletableFuture;
import org.backgroundtasks.spi.Outcome;

/** Says how the transaction ends in which tasks were added. */
public final class TransactionOutcome {

    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    void ended(Outcome outcome) {
        end.complete(outcome);
    }

    public CompletableFuture<Outcome> end() {
        return end;
    }

    /** To be called only once it has ended. */
    public Outcome outcome() {
        return end.join();
    }
}
