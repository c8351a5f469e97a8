package org.backgroundtasks.durable.internal.container;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The container's transactions. The only class that touches the transaction API, which may be absent. */
public final class Jta {

    private static final String USER_TRANSACTION = "java:comp/UserTransaction";

    /** One for each application, of which several may take part in a transaction. */
    private final Object key = new Object();

    private final TransactionSynchronizationRegistry registry;

    private Jta(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** Null for an object that is no registry as these classes know it. */
    static @Nullable Jta of(Object bound) {
        return bound instanceof TransactionSynchronizationRegistry registry ? new Jta(registry) : null;
    }

    public boolean isActive() {
        return registry.getTransactionKey() != null;
    }

    /**
     * The companion of this thread's transaction, made by the first who asks.
     *
     * @return null outside a transaction, and in one that has been committed; in one that is rolled back, one that hears of nothing
     */
    public <C extends Companion> @Nullable C companion(Class<C> type, Supplier<C> newCompanion) {
        if (!isActive()) {
            return null;
        }
        Object known = registry.getResource(key);
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_ACTIVE -> {
                C companion = newCompanion.get();
                registry.registerInterposedSynchronization(new Accompanying(companion));
                registry.putResource(key, companion);
                yield companion;
            }
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
                newCompanion.get();
            default -> null;
        };
    }

    /** Says whether this thread's transaction was committed, once it has ended. */
    void whenEnded(Consumer<Boolean> hearer) {
        if (registry.getTransactionStatus() == Status.STATUS_ACTIVE) {
            registry.registerInterposedSynchronization(new Hearing(hearer));
        } else {
            hearer.accept(!isActive());
        }
    }

    /** What hears of a transaction's end. */
    public interface Companion {

        /** As it begins to commit; what this throws rolls it back. */
        void beforeCommit();

        void ended(boolean committed);
    }

    private record Accompanying(Companion companion) implements Synchronization {

        @Override
        public void beforeCompletion() {
            companion.beforeCommit();
        }

        @Override
        public void afterCompletion(int status) {
            companion.ended(status == Status.STATUS_COMMITTED);
        }
    }

    private record Hearing(Consumer<Boolean> hearer) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // it is only asked how it ended
        }

        @Override
        public void afterCompletion(int status) {
            hearer.accept(status == Status.STATUS_COMMITTED);
        }
    }

    /**
     * Does something in a transaction of its own.
     *
     * @throws IllegalStateException if that cannot be committed
     */
    public void inTransaction(Runnable action) {
        if (!(Naming.find(USER_TRANSACTION) instanceof UserTransaction transaction)) {
            throw new IllegalStateException(USER_TRANSACTION + " is not available to this code");
        }
        try {
            transaction.begin();
            boolean done = false;
            try {
                action.run();
                done = true;
            } finally {
                if (!done) {
                    transaction.rollback();
                }
            }
            transaction.commit();
        } catch (NotSupportedException
                | SystemException
                | RollbackException
                | HeuristicMixedException
                | HeuristicRollbackException failure) {
            throw new IllegalStateException("The transaction failed: " + failure.getMessage(), failure);
        }
    }
}
