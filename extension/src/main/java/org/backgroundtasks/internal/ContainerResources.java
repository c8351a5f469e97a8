package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the container lends: looked up in JNDI, or among the CDI beans where there is no naming service, and kept. */
final class ContainerResources {

    private static final String DEFAULT_EXECUTOR = "java:comp/DefaultManagedExecutorService";
    private static final String DEFAULT_SCHEDULER = "java:comp/DefaultManagedScheduledExecutorService";
    private static final String DEFAULT_THREADS = "java:comp/DefaultManagedThreadFactory";

    private final @Nullable String executorName;
    private final BeanManager beans;
    private final AtomicReference<@Nullable ManagedExecutorService> executor = new AtomicReference<>();
    private final AtomicReference<@Nullable ManagedScheduledExecutorService> scheduler = new AtomicReference<>();
    private final AtomicReference<@Nullable ContextService> contexts = new AtomicReference<>();
    private final AtomicReference<@Nullable Supplier<@Nullable TransactionOutcome>> transactions =
            new AtomicReference<>();

    private volatile @Nullable Supplier<ManagedScheduledExecutorService> lent;

    ContainerResources(@Nullable String executorName, BeanManager beans) {
        this.executorName = executorName;
        this.beans = beans;
    }

    /** Takes this executor where the container has none. */
    void lend(Supplier<ManagedScheduledExecutorService> own) {
        lent = own;
    }

    /**
     * The executor that runs the tasks.
     *
     * @throws IllegalStateException naming the one that was configured, or the default one, if it is not there
     */
    ManagedExecutorService executor() {
        return kept(executor, () -> {
            String name = executorName == null ? DEFAULT_EXECUTOR : executorName;
            ManagedExecutorService found = find(name, ManagedExecutorService.class, executorName == null);
            if (found != null) {
                return found;
            }
            throw new IllegalStateException(
                    executorName == null
                            ? "There is no managed executor: neither " + DEFAULT_EXECUTOR
                                    + " in JNDI nor a CDI bean of type"
                                    + " ManagedExecutorService. Create one in the server's administration and name it in "
                                    + Settings.EXECUTOR
                            : "The managed executor '" + executorName + "' named in " + Settings.EXECUTOR
                                    + " is not in JNDI, or is no ManagedExecutorService. Create it in the server's"
                                    + " administration, correct the name, or remove the setting for the default executor");
        });
    }

    /** For timeouts only. */
    ManagedScheduledExecutorService scheduler() {
        return kept(scheduler, () -> {
            ManagedScheduledExecutorService found =
                    find(DEFAULT_SCHEDULER, ManagedScheduledExecutorService.class, true);
            if (found != null) {
                return found;
            }
            throw new IllegalStateException("A task with a timeout needs " + DEFAULT_SCHEDULER
                    + " in JNDI, or a CDI bean of type ManagedScheduledExecutorService; there is neither");
        });
    }

    /** For a caller that cannot run its own tasks; the container's own factory where there is one. */
    void startThread(Runnable work) {
        ManagedThreadFactory factory = find(DEFAULT_THREADS, ManagedThreadFactory.class, true);
        Thread thread = factory == null ? new Thread(work, "background-tasks") : factory.newThread(work);
        thread.start();
    }

    /** Finds what adding a task takes, on a thread that has the application's names: the one that adds may be without. */
    void find() {
        contextService();
        transactions();
    }

    /** Captures class loader, naming and caller, as the executor would. */
    ContextService contextService() {
        return kept(contexts, () -> executor().getContextService());
    }

    /** Null outside a transaction, and where there is no transaction manager. */
    @Nullable
    TransactionOutcome currentTransaction() {
        return transactions().get();
    }

    private Supplier<@Nullable TransactionOutcome> transactions() {
        return kept(transactions, ContainerResources::transactionLookup);
    }

    private static Supplier<@Nullable TransactionOutcome> transactionLookup() {
        try {
            Transactions found = Transactions.find();
            return found == null ? () -> null : found::current;
        } catch (LinkageError noTransactionApi) {
            return () -> null;
        }
    }

    private <T> @Nullable T find(String name, Class<T> type, boolean orBean) {
        Object bound = Naming.find(name);
        if (type.isInstance(bound)) {
            return type.cast(bound);
        }
        if (!orBean) {
            return null;
        }
        Instance<T> bean = beans.createInstance().select(type);
        if (bean.isResolvable()) {
            return bean.get();
        }
        return lent != null && type.isAssignableFrom(ManagedScheduledExecutorService.class)
                ? type.cast(lent.get())
                : null;
    }

    private static <T> T kept(AtomicReference<@Nullable T> place, Supplier<T> lookup) {
        T known = place.get();
        if (known == null) {
            known = lookup.get();
            place.set(known);
        }
        return known;
    }
}
