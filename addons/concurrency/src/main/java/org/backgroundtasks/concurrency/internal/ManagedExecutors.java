package org.backgroundtasks.concurrency.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.glassfish.concurro.AbstractManagedExecutorService;
import org.glassfish.concurro.AbstractManagedExecutorService.RejectPolicy;
import org.glassfish.concurro.ContextServiceImpl;
import org.glassfish.concurro.ManagedExecutorServiceImpl;
import org.glassfish.concurro.ManagedScheduledExecutorServiceImpl;
import org.glassfish.concurro.ManagedThreadFactoryImpl;
import org.glassfish.concurro.virtualthreads.VirtualThreadsManagedExecutorService;
import org.glassfish.concurro.virtualthreads.VirtualThreadsManagedThreadFactory;

/** The managed executors of one application, with the life cycle that applications do not see. Thread-safe. */
public final class ManagedExecutors implements AutoCloseable {

    private static final int SCHEDULER_THREADS = 2;
    private static final long KEEP_ALIVE_SECONDS = 60;
    private static final long NEVER = 0;
    private static final boolean SHORT_TASKS = false;

    private final ContextServiceImpl contexts = new ContextServiceImpl("contexts", new ClassLoaderContext());
    private final ManagedThreadFactoryImpl threadFactory = new ManagedThreadFactoryImpl("managed", contexts);
    private final AbstractManagedExecutorService executor;
    private final ManagedScheduledExecutorServiceImpl scheduler;
    private final Duration closeTimeout;

    public ManagedExecutors(int threads, int queue, boolean virtual, Duration closeTimeout) {
        this.closeTimeout = closeTimeout;
        executor = virtual
                ? new VirtualThreadsManagedExecutorService(
                        "virtual",
                        new VirtualThreadsManagedThreadFactory("virtual", contexts),
                        NEVER,
                        SHORT_TASKS,
                        threads,
                        queue,
                        contexts,
                        RejectPolicy.ABORT)
                : new ManagedExecutorServiceImpl(
                        "executor",
                        new ManagedThreadFactoryImpl("executor", contexts),
                        NEVER,
                        SHORT_TASKS,
                        threads,
                        threads,
                        KEEP_ALIVE_SECONDS,
                        TimeUnit.SECONDS,
                        NEVER,
                        queue,
                        contexts,
                        RejectPolicy.ABORT);
        scheduler = new ManagedScheduledExecutorServiceImpl(
                "scheduler",
                new ManagedThreadFactoryImpl("scheduler", contexts),
                NEVER,
                SHORT_TASKS,
                SCHEDULER_THREADS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                NEVER,
                contexts,
                RejectPolicy.ABORT);
    }

    public ManagedExecutorService executor() {
        return executor.getAdapter();
    }

    public ManagedScheduledExecutorService scheduler() {
        return scheduler.getAdapter();
    }

    public ManagedThreadFactory threadFactory() {
        return threadFactory;
    }

    public ContextService contexts() {
        return contexts;
    }

    /** Waits for running tasks up to the close timeout, then interrupts them. */
    @Override
    public void close() {
        threadFactory.stop();
        scheduler.shutdownNow();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
