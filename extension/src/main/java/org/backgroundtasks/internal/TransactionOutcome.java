package org.backgroundtasks.internal;

import java.util.concurrent.CompletableFuture;

/** How the transaction ends in which tasks were added. */
final class TransactionOutcome {

    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    void ended(Outcome outcome) {
        end.complete(outcome);
    }

    CompletableFuture<Outcome> end() {
        return end;
    }

    /** Only once it has ended. */
    Outcome outcome() {
        return end.join();
    }
}
