package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts attempts that take longer than their handler may. It has a thread of its own from the first such attempt on, since a
 * container's scheduler may be late just when all its threads hang.
 */
final class Watchdog {

    private final DelayQueue<Watch> watches = new DelayQueue<>();
    private final Executor newThread;
    private boolean started;
    private volatile boolean stopped;

    Watchdog(Executor newThread) {
        this.newThread = newThread;
    }

    /** Watches this thread from now on, until {@link Watch#end}. */
    Watch watch(Duration timeout) {
        Watch watch = new Watch(Thread.currentThread(), timeout);
        watches.add(watch);
        start();
        return watch;
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            newThread.execute(this::interruptUntilStopped);
        }
    }

    private void interruptUntilStopped() {
        while (!stopped) {
            try {
                watches.take().expire();
            } catch (InterruptedException spurious) {
                // only stop() ends this
            }
        }
    }

    void stop() {
        stopped = true;
        watches.add(new Watch(Thread.currentThread(), Duration.ZERO).ended());
    }

    /** One attempt. */
    final class Watch implements Delayed {

        private final Thread thread;
        private final long due;
        private boolean ended;
        private StackTraceElement @Nullable [] hangsAt;

        private Watch(Thread thread, Duration timeout) {
            this.thread = thread;
            // half of the range: nanoTime may be anywhere in it
            this.due = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
        }

        private synchronized Watch ended() {
            ended = true;
            return this;
        }

        private synchronized void expire() {
            if (!ended) {
                hangsAt = thread.getStackTrace();
                thread.interrupt();
            }
        }

        /** Ends the watch; nothing interrupts the thread afterwards. Returns where the thread was at its timeout, null if in time. */
        StackTraceElement @Nullable [] end() {
            watches.remove(this);
            StackTraceElement[] stack;
            synchronized (this) {
                ended = true;
                stack = hangsAt;
            }
            if (stack != null) {
                Thread.interrupted();
            }
            return stack;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
