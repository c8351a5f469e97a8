package org.backgroundtasks.internal.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.container.ContainerThreads;

/** Keeps a few threads of the container for work that no other thread may do; they end when there is none. */
final class SpareThreads {

    private static final int MOST = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final ContainerThreads factory;
    private final ThreadPoolExecutor threads;

    SpareThreads(ContainerThreads factory) {
        this.factory = factory;
        threads = new ThreadPoolExecutor(MOST, MOST, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Never refuses. */
    void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RuntimeException | Error closedOrWithoutThread) {
            factory.start(work);
        }
    }

    /** What was accepted still runs. */
    void close() {
        threads.shutdown();
    }
}
