package org.backgroundtasks.internal.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps a few threads of the container for work that no other thread may do; they end when there is none. */
final class SpareThreads {

    private static final int MOST = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final ThreadFactory factory;
    private final ThreadPoolExecutor threads;

    SpareThreads(ThreadFactory factory) {
        this.factory = factory;
        threads = new ThreadPoolExecutor(MOST, MOST, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Never refuses. */
    void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException closed) {
            factory.newThread(work).start();
        }
    }

    /** What was accepted still runs. */
    void close() {
        threads.shutdown();
    }
}
