package org.backgroundtasks.database.internal.store;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or node does; the test's own timeout ends it if that never comes. */
final class Await {

    private static final long PAUSE = 10_000_000;

    private Await() {}

    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("It has not come");
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
