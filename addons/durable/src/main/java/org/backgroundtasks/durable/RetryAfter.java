package org.backgroundtasks.durable;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets the time until the next attempt. A {@link TaskHandler} throws it when it knows that time, such as after a response with
 * {@code Retry-After}. The attempt has failed and counts. The delay replaces that of {@link Redelivery}.
 */
public class RetryAfter extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** The time until the next attempt. */
    private final Duration delay;

    /**
     * Says when to try again.
     *
     * @param delay the time until the next attempt, zero or more
     * @throws NullPointerException if {@code delay} is null
     * @throws IllegalArgumentException if {@code delay} is negative, or above 3,650 days
     */
    public RetryAfter(Duration delay) {
        this(delay, null);
    }

    /**
     * Says when to try again, and why.
     *
     * @param delay the time until the next attempt, zero or more
     * @param cause why this attempt failed, or null
     * @throws NullPointerException if {@code delay} is null
     * @throws IllegalArgumentException if {@code delay} is negative, or above 3,650 days
     */
    public RetryAfter(Duration delay, @Nullable Throwable cause) {
        super("Try again after " + Objects.requireNonNull(delay, "delay"), cause);
        if (delay.isNegative() || delay.compareTo(Duration.ofDays(3_650)) > 0) {
            throw new IllegalArgumentException(
                    "The delay until the next attempt is " + delay + ", but must be between zero and 3,650 days",
                    cause);
        }
        this.delay = delay;
    }

    /**
     * Returns the time until the next attempt.
     *
     * @return the delay
     */
    public Duration delay() {
        return delay;
    }
}
