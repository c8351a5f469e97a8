package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts the tasks that ended, and how long they had waited, in each of the last intervals. */
final class Chart {

    static final int SECONDS = 5;
    static final int INTERVALS = 60;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

    private final LongSupplier clock;
    private final long[] succeeded = new long[INTERVALS];
    private final long[] failed = new long[INTERVALS];
    private final long[] longestWaitMillis = new long[INTERVALS];
    private long newest;

    Chart() {
        this(System::nanoTime);
    }

    Chart(LongSupplier clock) {
        this.clock = clock;
        newest = interval();
    }

    private long interval() {
        return Math.floorDiv(clock.getAsLong(), INTERVAL_NANOS);
    }

    synchronized void ended(boolean asFailure, Duration waited) {
        int place = proceed();
        if (asFailure) {
            failed[place]++;
        } else {
            succeeded[place]++;
        }
        longestWaitMillis[place] = Math.max(longestWaitMillis[place], waited.toMillis());
    }

    /** Begins the intervals that have come meanwhile; the place of the present one. */
    private int proceed() {
        long now = interval();
        for (long next = Math.max(newest + 1, now - INTERVALS + 1); next <= now; next++) {
            int place = place(next);
            succeeded[place] = 0;
            failed[place] = 0;
            longestWaitMillis[place] = 0;
        }
        newest = Math.max(newest, now);
        return place(newest);
    }

    private static int place(long interval) {
        return Math.floorMod(interval, INTERVALS);
    }

    /** Oldest first; the last interval is under way. */
    synchronized JsonObject toJson() {
        proceed();
        JsonArrayBuilder good = Json.createArrayBuilder();
        JsonArrayBuilder bad = Json.createArrayBuilder();
        JsonArrayBuilder waits = Json.createArrayBuilder();
        for (long interval = newest - INTERVALS + 1; interval <= newest; interval++) {
            good.add(succeeded[place(interval)]);
            bad.add(failed[place(interval)]);
            waits.add(longestWaitMillis[place(interval)]);
        }
        return Json.createObjectBuilder()
                .add("seconds", SECONDS)
                .add("succeeded", good)
                .add("failed", bad)
                .add("longestWait", waits)
                .build();
    }
}
