package org.backgroundtasks.internal.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.backgroundtasks.spi.Outcome;
import org.jspecify.annotations.Nullable;

/** Follows transactions through their registry. The only class that touches the transaction API, which may be absent. */
record JtaTransactions(TransactionSynchronizationRegistry registry) {

    private static final Object KEY = new Object();

    static @Nullable JtaTransactions of(@Nullable Object bound) {
        return bound instanceof TransactionSynchronizationRegistry found ? new JtaTransactions(found) : null;
    }

    /** Null outside a transaction. */
    @Nullable
    TransactionOutcome current() {
        if (registry.getTransactionKey() == null) {
            return null;
        }
        if (registry.getResource(KEY) instanceof TransactionOutcome known) {
            return known;
        }
        TransactionOutcome outcome = new TransactionOutcome();
        switch (registry.getTransactionStatus()) {
            case Status.STATUS_ACTIVE -> {
                registry.registerInterposedSynchronization(new Reporting(outcome));
                registry.putResource(KEY, outcome);
            }
            // nobody can register any more, and need not: how these end is certain
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
                outcome.ended(Outcome.FAILED);
            // committed, or about to be: an observer after success, for one
            default -> outcome.ended(Outcome.SUCCEEDED);
        }
        return outcome;
    }

    boolean isDoomed() {
        int status = registry.getTransactionStatus();
        return status == Status.STATUS_MARKED_ROLLBACK || status == Status.STATUS_ROLLING_BACK;
    }

    private record Reporting(TransactionOutcome outcome) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            outcome.ended(status == Status.STATUS_COMMITTED ? Outcome.SUCCEEDED : Outcome.FAILED);
        }
    }
}
