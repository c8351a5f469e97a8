package org.backgroundtasks.durable.internal.handler;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.RetryAfter;
import org.backgroundtasks.durable.spi.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * When a task that has failed is tried again, and how long one attempt may take.
 *
 * @param attemptTimeout null if it may take as long as it takes
 */
record RedeliveryPolicy(
        int attempts,
        Duration firstDelay,
        Duration longestDelay,
        @Nullable Duration attemptTimeout,
        List<Class<? extends Throwable>> giveUpOn) {

    static final RedeliveryPolicy DEFAULT = of(Defaults.class.getAnnotation(Redelivery.class));

    /** For tasks whose handler another node may know, which is not to wait long until it is the one that takes it. */
    static final RedeliveryPolicy UNKNOWN_HANDLER =
            new RedeliveryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(10), null, List.of());

    private static final int CAUSES_LOOKED_AT = 50;

    /** A delay is shortened by up to one part in so many. */
    private static final int JITTER = 4;

    /** Carries the annotation whose values are the defaults. */
    @Redelivery
    private static final class Defaults {}

    /**
     * The policy of a handler's class.
     *
     * @throws IllegalArgumentException saying what is wrong with the annotation
     */
    static RedeliveryPolicy of(Class<?> handler) {
        Redelivery redelivery = handler.getAnnotation(Redelivery.class);
        try {
            return redelivery == null ? DEFAULT : of(redelivery);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "@Redelivery of " + handler.getName() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static RedeliveryPolicy of(@Nullable Redelivery redelivery) {
        if (redelivery == null) {
            throw new IllegalArgumentException("there is none");
        }
        ChronoUnit unit = redelivery.unit();
        if (redelivery.attempts() < 1) {
            throw new IllegalArgumentException(
                    "attempts is " + redelivery.attempts() + ", but the first one counts, too");
        }
        if (unit.compareTo(ChronoUnit.MILLIS) < 0 || unit.compareTo(ChronoUnit.DAYS) > 0) {
            throw new IllegalArgumentException(
                    "unit is " + unit + ", but brokers count in milliseconds: take one from MILLIS to DAYS");
        }
        if (redelivery.firstDelay() < 0 || redelivery.longestDelay() < redelivery.firstDelay()) {
            throw new IllegalArgumentException("firstDelay is " + redelivery.firstDelay() + " and longestDelay "
                    + redelivery.longestDelay() + ", but neither can be negative, nor the longest the shorter");
        }
        if (redelivery.attemptTimeout() < 0) {
            throw new IllegalArgumentException(
                    "attemptTimeout is " + redelivery.attemptTimeout() + ", but must be zero, for no limit, or more");
        }
        Duration attemptTimeout = duration("attemptTimeout", redelivery.attemptTimeout(), unit);
        return new RedeliveryPolicy(
                redelivery.attempts(),
                duration("firstDelay", redelivery.firstDelay(), unit),
                duration("longestDelay", redelivery.longestDelay(), unit),
                attemptTimeout.isZero() ? null : attemptTimeout,
                List.of(redelivery.giveUpOn()));
    }

    private static Duration duration(String element, long amount, ChronoUnit unit) {
        if (amount > NewTask.LONGEST_DELAY.toMillis() / unit.getDuration().toMillis()) {
            throw new IllegalArgumentException(element + " is " + amount + ' ' + unit + ", but must be at most "
                    + NewTask.LONGEST_DELAY.toDays() + " days");
        }
        return Duration.of(amount, unit);
    }

    /** Whether there is an attempt after this one, which has failed. */
    boolean retries(int attempt, @Nullable Throwable failure) {
        return attempt < attempts && !givesUpOn(failure);
    }

    /** From the failure of this attempt, 1 for the first, to the next at the latest. */
    Duration delayAfter(int attempt) {
        Duration delay = firstDelay;
        for (int i = 1; i < attempt && delay.compareTo(longestDelay) < 0 && !delay.isZero(); i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }

    /** That, a little shorter for one task than for another. */
    Duration randomDelayAfter(int attempt) {
        long most = delayAfter(attempt).toMillis();
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / JITTER + 1));
    }

    /** That, unless the handler has said when. */
    Duration delayAfter(int attempt, Throwable failure) {
        RetryAfter said = cause(failure, RetryAfter.class);
        return said == null ? randomDelayAfter(attempt) : said.delay();
    }

    /** That, at the latest. */
    Duration longestDelayAfter(int attempt, @Nullable Throwable failure) {
        RetryAfter said = cause(failure, RetryAfter.class);
        return said == null ? delayAfter(attempt) : said.delay();
    }

    /** Whether trying again is useless after this failure. */
    private boolean givesUpOn(@Nullable Throwable failure) {
        return cause(failure, GiveUp.class) != null
                || giveUpOn.stream().anyMatch(useless -> cause(failure, useless) != null);
    }

    /** The first of the exception and its causes that is of this class; containers wrap what handlers throw. */
    private static <T extends Throwable> @Nullable T cause(@Nullable Throwable failure, Class<T> type) {
        Throwable next = failure;
        for (int i = 0; i < CAUSES_LOOKED_AT && next != null; i++) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
            next = next.getCause();
        }
        return null;
    }
}
