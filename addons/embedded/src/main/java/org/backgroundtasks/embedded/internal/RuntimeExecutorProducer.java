package org.backgroundtasks.embedded.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;

/** Makes the managed executors CDI beans. Produced, because Concurro's own extension leaves the place to producers only. */
@Dependent
class RuntimeExecutorProducer {

    private final ManagedExecutors executors;

    @Inject
    RuntimeExecutorProducer(BeanManager beans) {
        executors = beans.getExtension(RuntimeExtension.class).executors();
    }

    @Produces
    @Singleton
    @Typed(ManagedExecutorService.class)
    ManagedExecutorService executor() {
        return executors.executor();
    }

    @Produces
    @Singleton
    @Typed(ManagedScheduledExecutorService.class)
    ManagedScheduledExecutorService scheduler() {
        return executors.scheduler();
    }

    @Produces
    @Singleton
    @Typed(ManagedThreadFactory.class)
    ManagedThreadFactory threadFactory() {
        return executors.threadFactory();
    }

    @Produces
    @Singleton
    @Typed(ContextService.class)
    ContextService contexts() {
        return executors.contexts();
    }
}
