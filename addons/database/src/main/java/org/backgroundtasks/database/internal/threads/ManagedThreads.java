package org.backgroundtasks.database.internal.threads;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some threads of the container's factory, as an executor that can be shut down: the container's own executor rejects that, and is for
 * work that ends. All start at once, so whatever is accepted is run.
 *
 * <p>At most so much waits. What comes then is accepted, and the oldest is run by who brings it: db-scheduler puts what it has read
 * into the queue again at each poll, and the oldest is then a row it has read again since, which is skipped at once.
 */
public class ManagedThreads extends AbstractExecutorService {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Set<Thread> threads = new HashSet<>();
    private int alive;
    private boolean shutdown;

    /**
     * Starts the threads.
     *
     * @param number how many
     * @param most how much may wait for one
     * @param startThread starts one of the container's
     */
    public ManagedThreads(int number, int most, Consumer<Runnable> startThread) {
        this.most = most;
        alive = number;
        int started = 0;
        try {
            for (; started < number; started++) {
                startThread.accept(this::work);
            }
        } finally {
            if (started < number) {
                end(number - started);
            }
        }
    }

    private synchronized void end(int notStarted) {
        alive -= notStarted;
        shutdown = true;
        notifyAll();
    }

    private void work() {
        begin();
        try {
            for (Runnable next = take(); next != null; next = take()) {
                run(next);
            }
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        threads.add(Thread.currentThread());
    }

    private synchronized void end() {
        threads.remove(Thread.currentThread());
        alive--;
        notifyAll();
    }

    private synchronized @Nullable Runnable take() {
        while (waiting.isEmpty() && !shutdown) {
            try {
                wait();
            } catch (InterruptedException meantForTheLastOne) {
                // or the container's, which says by an event that it stops
            }
        }
        return waiting.poll();
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error unexpected) {
            LOG.log(Level.WARNING, "A thread of durable tasks goes on after a failure", unexpected);
        } finally {
            // the flag is not for the next one
            boolean unused = Thread.interrupted();
        }
    }

    @Override
    public void execute(Runnable work) {
        Runnable oldest = null;
        synchronized (this) {
            if (shutdown) {
                throw new RejectedExecutionException("Durable tasks are handed out no more");
            }
            if (waiting.size() >= most) {
                oldest = waiting.poll();
            }
            waiting.add(work);
            notifyAll();
        }
        if (oldest != null) {
            run(oldest);
        }
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
        notifyAll();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        List<Runnable> left = new ArrayList<>(waiting);
        waiting.clear();
        shutdown();
        threads.forEach(Thread::interrupt);
        return left;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown && alive == 0;
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        while (!isTerminated()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Waits until this is shut down.
     *
     * @return whether it is
     */
    synchronized boolean awaitShutdown(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!shutdown) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException sooner) {
                return shutdown;
            }
        }
        return true;
    }
}
