package org.backgroundtasks.spi;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Changes how an engine runs tasks, for test kits. */
public interface TestHooks {

    /**
     * Has the caller run its tasks, without asking the executor, while a condition holds.
     *
     * @param condition the condition
     */
    void callerRunsWhile(BooleanSupplier condition);

    /**
     * Lends an executor, for containers that have none.
     *
     * @param executor the executor, asked for when it is first needed
     */
    void lend(Supplier<ManagedExecutorService> executor);
}
