package org.backgroundtasks.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registers what add-ons do for one application, when it is deployed. Thread-safe. */
public interface AddOnRegistry {

    /**
     * Does something around every task that is added from now on, within what interceptors before it do.
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
     * Follows tracked durable tasks.
     *
     * @param tracker the tracker
     */
    void use(TaskTracker tracker);

    /**
     * Returns who follows tracked durable tasks.
     *
     * @return null if nobody does
     */
    @Nullable
    TaskTracker tracker();

    /**
     * Offers a look at stored tasks.
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
     * Has tasks stored that the application leaves behind when it stops, if their work is {@link StorableWork}.
     *
     * @param handOver stores them
     */
    void handOverTo(HandOver handOver);

    /**
     * Has an add-on take no more tasks from elsewhere when the application stops, before the engine waits for its tasks and hands any
     * over: else this node would begin what it has just handed over.
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
