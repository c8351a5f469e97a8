package org.backgroundtasks.status.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that write to clients. A write may block, so a thread that takes too long is interrupted, which makes servers close
 * the connection. Threads start on demand and end when there is nothing to do.
 */
final class SenderPool {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final Consumer<Runnable> threads;
    private final int most;
    private final Duration deadline;
    private final Duration deadlineWhileOthersWait;
    private final LongSupplier clock;

    // guarded by this
    private final Deque<Runnable> jobs = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private int idle;
    private boolean closed;

    /**
     * A pool without threads.
     *
     * @param threads starts a thread
     * @param most the largest number of threads
     * @param deadline how long a job may take
     * @param deadlineWhileOthersWait how long it may take while all threads are busy and another job waits
     */
    SenderPool(
            Consumer<Runnable> threads,
            int most,
            Duration deadline,
            Duration deadlineWhileOthersWait,
            LongSupplier clock) {
        this.threads = threads;
        this.most = most;
        this.deadline = deadline;
        this.deadlineWhileOthersWait = deadlineWhileOthersWait;
        this.clock = clock;
    }

    /** Runs the job on a thread of the pool; drops it when the pool is closed. Never blocks, never throws. */
    synchronized void submit(Runnable job) {
        if (closed) {
            return;
        }
        jobs.add(job);
        if (idle >= jobs.size()) {
            notify();
        } else if (workers.size() < most) {
            startWorker();
        }
    }

    private void startWorker() {
        Worker worker = new Worker();
        workers.add(worker);
        try {
            threads.accept(worker);
        } catch (RuntimeException | Error noThread) {
            // the application is stopping; else the next watch tries again
            workers.remove(worker);
        }
    }

    /** Interrupts the threads whose job takes too long. Call it periodically. */
    synchronized void watch() {
        if (!jobs.isEmpty() && workers.isEmpty()) {
            startWorker();
        }
        long now = clock.getAsLong();
        long patience = (jobs.isEmpty() ? deadline : deadlineWhileOthersWait).toNanos();
        for (Worker worker : workers) {
            if (worker.job != null && now - worker.since >= patience) {
                worker.interrupt();
            }
        }
    }

    /** Rejects new jobs, finishes the present ones within the time, then interrupts the threads. */
    void close(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            closed = true;
            notifyAll();
            for (long left = patience.toMillis(); !workers.isEmpty() && left > 0; ) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
            jobs.clear();
            workers.forEach(Worker::interrupt);
        }
    }

    private final class Worker implements Runnable {

        // guarded by the pool
        private @Nullable Thread thread;
        private @Nullable Runnable job;
        private long since;

        @Override
        public void run() {
            try {
                for (Runnable next = next(); next != null; next = next()) {
                    try {
                        next.run();
                    } catch (RuntimeException | Error closedMeanwhile) {
                        // concerns one client, which asks again
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                ended();
            }
        }

        private @Nullable Runnable next() throws InterruptedException {
            synchronized (SenderPool.this) {
                if (job != null) {
                    job = null;
                    // was meant for the job
                    Thread.interrupted();
                }
                thread = Thread.currentThread();
                if (jobs.isEmpty() && !closed) {
                    idle++;
                    try {
                        SenderPool.this.wait(KEEP_ALIVE.toMillis());
                    } finally {
                        idle--;
                    }
                }
                job = jobs.poll();
                since = clock.getAsLong();
                return job;
            }
        }

        private void ended() {
            synchronized (SenderPool.this) {
                job = null;
                thread = null;
                workers.remove(this);
                SenderPool.this.notifyAll();
            }
        }

        private void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
