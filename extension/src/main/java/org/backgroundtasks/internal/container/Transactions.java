package org.backgroundtasks.internal.container;

import org.jspecify.annotations.Nullable;

/** Finds the JTA transaction of the calling thread, where the server has transactions. */
public final class Transactions {

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private final Jndi jndi;
    /** A {@link JtaTransactions}, which is loaded only where the transaction API is. */
    private volatile @Nullable JtaTransactions known;

    /** Once true, for good. */
    private volatile boolean absent;

    public Transactions(Jndi jndi) {
        this.jndi = jndi;
    }

    /** Looks once more, on a thread that has the application's names: what is not there now is not there at all. */
    void namesAreBound() {
        if (find() == null && jndi.find("java:comp/env") != null) {
            absent = true;
        }
    }

    /** Null where there is none, or no thread has seen it yet. */
    @Nullable
    Object registry() {
        JtaTransactions transactions = find();
        return transactions == null ? null : transactions.registry();
    }

    /** Null outside a transaction, and where there is no transaction manager. */
    @Nullable
    TransactionOutcome current() {
        JtaTransactions transactions = find();
        return transactions == null ? null : transactions.current();
    }

    /** Whether this thread is in a transaction that can only roll back. */
    boolean isDoomed() {
        JtaTransactions transactions = known;
        return transactions != null && transactions.isDoomed();
    }

    /** A thread without the application's names finds nothing, which is remembered only where no thread has any. */
    private @Nullable JtaTransactions find() {
        JtaTransactions found = known;
        if (found == null && !absent) {
            try {
                found = JtaTransactions.of(jndi.find(NAME));
                if (found != null) {
                    known = found;
                } else if (jndi.isSameOnAllThreads()) {
                    absent = true;
                }
            } catch (LinkageError noTransactionApi) {
                absent = true;
            }
        }
        return found;
    }
}
