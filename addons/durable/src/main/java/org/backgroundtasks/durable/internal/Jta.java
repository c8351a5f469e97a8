package org.backgroundtasks.durable.internal;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The container's transactions. The only class that touches the transaction API, which may be absent. */
final class Jta {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";
    private static final String USER_TRANSACTION = "java:comp/UserTransaction";

    /** One for each application, of which several may take part in a transaction. */
    private final Object key = new Object();

    private final TransactionSynchronizationRegistry registry;

    private Jta(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** Null where there is no transaction manager. */
    static @Nullable Jta find() {
        try {
            return Registry.find();
        } catch (LinkageError noTransactionApi) {
            return null;
        }
    }

    private static final class Registry {
        static @Nullable Jta find() {
            return Naming.find(REGISTRY) instanceof TransactionSynchronizationRegistry found ? new Jta(found) : null;
        }
    }

    boolean isActive() {
        return registry.getTransactionKey() != null;
    }

    /**
     * The outbox of this thread's transaction, whose tasks are stored as it begins to commit.
     *
     * @param store stores them within the transaction; what it throws rolls that back
     * @return null outside a transaction, and in one that has been committed
     */
    @Nullable
    Outbox outbox(Supplier<Outbox> newOutbox, Consumer<List<OutgoingTask>> store) {
        if (!isActive()) {
            return null;
        }
        if (registry.getResource(key) instanceof Outbox known) {
            return known;
        }
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_ACTIVE -> {
                Outbox outbox = newOutbox.get();
                registry.registerInterposedSynchronization(new StoringAtCommit(outbox, store));
                registry.putResource(key, outbox);
                yield outbox;
            }
            // dropped with the transaction
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> newOutbox.get();
            default -> null;
        };
    }

    private static final class StoringAtCommit implements Synchronization {

        private final Outbox outbox;
        private final Consumer<List<OutgoingTask>> store;
        private List<OutgoingTask> tasks = List.of();

        StoringAtCommit(Outbox outbox, Consumer<List<OutgoingTask>> store) {
            this.outbox = outbox;
            this.store = store;
        }

        @Override
        public void beforeCompletion() {
            tasks = outbox.close();
            if (!tasks.isEmpty()) {
                store.accept(tasks);
            }
        }

        @Override
        public void afterCompletion(int status) {
            List<OutgoingTask> left = outbox.close();
            if (status == Status.STATUS_COMMITTED) {
                tasks.forEach(OutgoingTask::stored);
            } else if (!tasks.isEmpty() || !left.isEmpty()) {
                LOG.log(
                        Level.DEBUG,
                        "Durable tasks {0} were discarded: their transaction was not committed",
                        tasks.isEmpty() ? left : tasks);
            }
        }
    }

    /**
     * Does something in a transaction of its own.
     *
     * @throws IllegalStateException if that cannot be committed
     */
    void inTransaction(Runnable action) {
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
