package org.backgroundtasks.database.internal.threads;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a few things again and again, each on a thread of its own. That is all that db-scheduler's housekeeping asks for. */
public final class Housekeeping extends ManagedThreads implements ScheduledExecutorService {

    /**
     * Starts the threads.
     *
     * @param number how many things will be scheduled
     * @param startThread starts one of the container's
     */
    public Housekeeping(int number, Consumer<Runnable> startThread) {
        super(number, number, startThread);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long initialDelay, long delay, TimeUnit unit) {
        Endless loop = new Endless(() -> {
            boolean stops = awaitShutdown(unit.toMillis(initialDelay));
            while (!stops) {
                work.run();
                stops = awaitShutdown(unit.toMillis(delay));
            }
        });
        execute(loop);
        return loop;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("Housekeeping has fixed delays");
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Housekeeping has fixed delays");
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("Housekeeping has fixed delays");
    }

    private static final class Endless extends FutureTask<Void> implements ScheduledFuture<Void> {

        @SuppressWarnings("NullAway") // a task without a result
        Endless(Runnable loop) {
            super(loop, null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
