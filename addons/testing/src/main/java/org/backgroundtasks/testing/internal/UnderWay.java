package org.backgroundtasks.testing.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts durable tasks that the kit itself has handled, where there is no store. Thread-safe. */
public final class UnderWay {

    private static final UnderWay ALL = new UnderWay();

    private int number;

    private UnderWay() {}

    public static UnderWay all() {
        return ALL;
    }

    public synchronized void begin() {
        number++;
    }

    public synchronized void end() {
        number--;
        notifyAll();
    }

    public synchronized boolean isNone() {
        return number == 0;
    }

    /** False if there still are some after this time. */
    public synchronized boolean await(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (number > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
