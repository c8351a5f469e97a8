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

/** Makes the managed executors CDI beans. Produced, because Concurro's own extension leaves the place to producers only. */
@Dependent
class ConcurrencyProducer {

    private final Concurrency concurrency;

    @Inject
    ConcurrencyProducer(BeanManager beans) {
        concurrency = beans.getExtension(RuntimeExtension.class).concurrency();
    }

    @Produces
    @Singleton
    @Typed(ManagedExecutorService.class)
    ManagedExecutorService executor() {
        return concurrency.executor();
    }

    @Produces
    @Singleton
    @Typed(ManagedScheduledExecutorService.class)
    ManagedScheduledExecutorService scheduler() {
        return concurrency.scheduler();
    }

    @Produces
    @Singleton
    @Typed(ManagedThreadFactory.class)
    ManagedThreadFactory threadFactory() {
        return concurrency.threadFactory();
    }

    @Produces
    @Singleton
    @Typed(ContextService.class)
    ContextService contexts() {
        return concurrency.contexts();
    }
}
