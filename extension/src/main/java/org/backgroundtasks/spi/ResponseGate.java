package org.backgroundtasks.spi;

import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * Watches the responses of one kind of runtime, and calls {@link RequestTasks#release} when one is complete. Thread-safe.
 */
public interface ResponseGate {

    /**
     * Returns the name under which configuration can select this gate and the log reports it.
     *
     * @return a lower-case word
     */
    String name();

    /**
     * Returns how this gate knows that a response is complete.
     *
     * @return the guarantee of a release through this gate
     */
    Guarantee guarantee();

    /**
     * Returns what the log calls the runtime.
     *
     * @return a name such as {@code Undertow}
     */
    default String server() {
        return name();
    }

    /**
     * Returns the tasks of the request that this thread serves. The gate keeps them under {@link RequestTasks#PROPERTY}, so that
     * the next call finds the same ones.
     *
     * @param made makes the tasks of a request that has none yet; the gate then watches them
     * @return null if this thread serves no request that the gate can watch
     */
    @Nullable
    RequestTasks tasks(Supplier<RequestTasks> made);
}
