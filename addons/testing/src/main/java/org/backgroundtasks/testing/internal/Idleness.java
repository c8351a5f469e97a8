package org.backgroundtasks.testing.internal;

import java.time.Duration;
import org.backgroundtasks.testing.internal.Applications.Application;
import org.jspecify.annotations.Nullable;

/** Waits until no application has a task left. */
public final class Idleness {

    private Idleness() {}

    /** Says what has not ended in time, for the beginning of a sentence; null if all has. */
    public static @Nullable String await(Duration timeout) throws InterruptedException {
        do {
            if (!UnderWay.all().await(timeout)) {
                return "Not all durable tasks have ended";
            }
            for (Application application : Applications.running()) {
                if (!application.engine().monitor().awaitIdle(timeout)) {
                    return "Not all background tasks have ended";
                }
            }
        } while (!UnderWay.all().isNone());
        return null;
    }
}
