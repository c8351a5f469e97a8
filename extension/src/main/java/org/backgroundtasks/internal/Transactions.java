package org.backgroundtasks.internal;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/** The JTA transaction of the calling thread. The only class that touches the transaction API, which may be absent. */
final class Transactions {

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";
    private static final Object KEY = new Object();

    private final TransactionSynchronizationRegistry registry;

    private Transactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** Null where there is no transaction manager. */
    static @Nullable Transactions find() {
        return Naming.find(NAME) instanceof TransactionSynchronizationRegistry found ? new Transactions(found) : null;
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

    private record Reporting(TransactionOutcome outcome) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            outcome.ended(status == Status.STATUS_COMMITTED ? Outcome.SUCCEEDED : Outcome.FAILED);
        }
    }
}
