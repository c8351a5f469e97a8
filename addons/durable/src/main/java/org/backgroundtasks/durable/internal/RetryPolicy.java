package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.backgroundtasks.durable.Retry;
import org.jspecify.annotations.Nullable;

/** When a task that has failed is tried again. */
record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {

    static final RetryPolicy DEFAULT = of(Defaults.class.getAnnotation(Retry.class));

    /** Carries the annotation whose values are the defaults. */
    @Retry
    private static final class Defaults {}

    /**
     * The policy of a handler's class.
     *
     * @throws IllegalArgumentException saying what is wrong with the annotation
     */
    static RetryPolicy of(Class<?> handler) {
        Retry retry = handler.getAnnotation(Retry.class);
        try {
            return retry == null ? DEFAULT : of(retry);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("@Retry of " + handler.getName() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static RetryPolicy of(@Nullable Retry retry) {
        if (retry == null) {
            throw new IllegalArgumentException("there is none");
        }
        if (retry.attempts() < 1) {
            throw new IllegalArgumentException("attempts is " + retry.attempts() + ", but the first one counts, too");
        }
        if (retry.firstDelay() < 0 || retry.longestDelay() < retry.firstDelay()) {
            throw new IllegalArgumentException("firstDelay is " + retry.firstDelay() + " and longestDelay "
                    + retry.longestDelay() + ", but neither can be negative, nor the longest the shorter");
        }
        if (retry.unit().compareTo(ChronoUnit.MILLIS) < 0 || retry.unit().compareTo(ChronoUnit.DAYS) > 0) {
            throw new IllegalArgumentException("unit is " + retry.unit() + ", but brokers count in milliseconds:"
                    + " take one from MILLIS to DAYS");
        }
        return new RetryPolicy(
                retry.attempts(),
                Duration.of(retry.firstDelay(), retry.unit()),
                Duration.of(retry.longestDelay(), retry.unit()));
    }

    /** Whether there is an attempt after this one. */
    boolean allowsAnotherAfter(int attempt) {
        return attempt < attempts;
    }

    /** From the failure of this attempt, 1 for the first, to the next. */
    Duration delayAfter(int attempt) {
        Duration delay = firstDelay;
        for (int i = 1; i < attempt && delay.compareTo(longestDelay) < 0 && !delay.isZero(); i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
