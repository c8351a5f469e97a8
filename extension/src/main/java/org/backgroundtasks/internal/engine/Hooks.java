package org.backgroundtasks.internal.engine;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.backgroundtasks.internal.container.ManagedPools;
import org.backgroundtasks.internal.run.Dispatcher;
import org.backgroundtasks.spi.TestHooks;

/** Passes the wishes of test kits on. */
record Hooks(Dispatcher dispatcher, ManagedPools pools) implements TestHooks {

    @Override
    public void callerRunsWhile(BooleanSupplier condition) {
        dispatcher.callerRunsWhile(condition);
    }

    @Override
    public void lend(Supplier<ManagedExecutorService> executor) {
        pools.lend(executor);
    }
}
