package org.backgroundtasks.internal.container;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers what one container lends to one application. */
public final class ContainerResources {

    private final ManagedPools pools;
    private final ContainerThreads threads;
    private final Transactions transactions;
    private final RequestScopes scopes;
    private final MBeanRegistration mbean;

    public ContainerResources(Settings settings, BeanManager beans) {
        Jndi jndi = new Jndi();
        pools = new ManagedPools(settings.executor(), jndi, beans);
        threads = new ContainerThreads(jndi, beans);
        transactions = new Transactions(jndi);
        scopes = new RequestScopes(beans);
        mbean = new MBeanRegistration(jndi);
    }

    public ManagedPools pools() {
        return pools;
    }

    public ContainerThreads threads() {
        return threads;
    }

    public RequestScopes scopes() {
        return scopes;
    }

    public MBeanRegistration mbean() {
        return mbean;
    }

    /** Captures class loader, JNDI context and caller of this thread, as this executor would. */
    public Consumer<Runnable> captureFor(@Nullable ManagedPool pool) {
        return pools.captureFor(pool == null ? pools.standard() : pool);
    }

    /** Null outside a transaction. */
    public @Nullable TransactionOutcome currentTransaction() {
        return transactions.current();
    }

    /** Null where there is none, or no thread has seen it yet. */
    public @Nullable Object transactionRegistry() {
        return transactions.registry();
    }

    /** Whether this thread is in a transaction that can only roll back, where capturing a context alarms some servers. */
    public boolean isTransactionDoomed() {
        return transactions.isDoomed();
    }

    /** Finds what adding a task takes, on a thread that has the application's names: the one that adds may be without. */
    public void findOnThisThread() {
        pools.namesAreBound();
        threads.find();
        transactions.current();
    }

    /** This thread has the application's names, all of which are bound. */
    public void namesAreBound() {
        findOnThisThread();
        transactions.namesAreBound();
    }

    public void close() {
        mbean.unregister();
        threads.close();
        pools.close();
    }
}
