package org.backgroundtasks.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registers what add-ons do for one application, when it is deployed. Thread-safe. */
public interface AddOnRegistry {

    /**
     * Registers an interceptor of every task that is added from now on. It runs inside the interceptors registered before it.
     *
     * @param interceptor the interceptor
     */
    void use(TaskInterceptor interceptor);

    /**
     * Returns the trace that this thread is in, as the interceptors know.
     *
     * @return the header {@code traceparent} of W3C Trace Context, null if there is none
     */
    @Nullable
    String traceparent();

    /**
     * Returns the container's registry of transactions, which this thread or an earlier one has found. That there is none is
     * remembered once it is certain.
     *
     * @return a {@code jakarta.transaction.TransactionSynchronizationRegistry}, whose class may be absent; null if there is none, or
     *     no thread that asked has seen it
     */
    @Nullable
    Object transactionRegistry();

    /**
     * Registers the tracker of durable tasks.
     *
     * @param tracker the tracker
     */
    void use(TaskTracker tracker);

    /**
     * Returns the tracker of durable tasks.
     *
     * @return null if there is none
     */
    @Nullable
    TaskTracker tracker();

    /**
     * Registers the look-up of stored tasks.
     *
     * @param stored the look-up
     */
    void use(StoredTasks stored);

    /**
     * Returns the look-up of stored tasks.
     *
     * @return null where nothing is stored
     */
    @Nullable
    StoredTasks storedTasks();

    /**
     * Stores the tasks that the application leaves behind when it stops, if their work is {@link StorableWork}.
     *
     * @param handOver stores them
     */
    void handOverTo(HandOver handOver);

    /**
     * Registers how an add-on stops receiving tasks. The engine calls it when the application stops, before it waits for its tasks and
     * hands any over: else this node would begin what it has just handed over.
     *
     * @param stop stops that; called perhaps more than once
     */
    void receivesUntilStop(Runnable stop);

    /**
     * Declares configuration keys of an add-on, so that they are not reported as unknown.
     *
     * @param keys the keys; one that ends with {@code *} represents all that begin so
     */
    void knowsKeys(Set<String> keys);
}
