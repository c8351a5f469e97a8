package org.backgroundtasks.durable.spi;

import java.time.Duration;
import org.backgroundtasks.durable.NotStoredException;
import org.jspecify.annotations.Nullable;

/**
 * Represents a task that a store has handed out, and decides what follows its attempt. At most one of {@link #again},
 * {@link #failed}, {@link #defer} and {@link #deadLetter} is called, once, on the thread that received it, before
 * {@link TaskReceiver#receive} returns. Each either replaces the delivered task or throws, and then the task stays as it was delivered.
 */
public interface DeliveredTask {

    /**
     * Returns what is stored.
     *
     * @return the task
     */
    TaskEnvelope task();

    /**
     * Returns the attempt that the stored task names.
     *
     * @return 1 for the first
     */
    int writtenAttempt();

    /**
     * Returns how often it was handed out since it was stored for that attempt, this time included.
     *
     * @return 1 unless a node died with it, or could not store it again
     */
    int deliveries();

    /**
     * Returns why it was stored again without an attempt.
     *
     * @return {@link Deferral#NONE} if it was not
     */
    Deferral deferral();

    /**
     * Returns why no node can ever read it, whatever version that has.
     *
     * @return null if one can
     */
    @Nullable
    String flaw();

    /**
     * Returns which attempt this delivery is: what was written, and what the store has counted since.
     *
     * @return 1 for the first
     */
    default int attempt() {
        return (int) Math.min((long) writtenAttempt() + deliveries() - 1, Integer.MAX_VALUE);
    }

    /**
     * Returns whether it was handed out before, to an end that nobody wrote down.
     *
     * @return true if {@link #deliveries} is more than 1
     */
    default boolean isRedelivered() {
        return deliveries() > 1;
    }

    /**
     * Stores the task for an attempt in place of the delivered one.
     *
     * @param attempt the attempt
     * @param delay how long it is kept from being handed out
     * @throws NotStoredException if the store refuses that
     */
    void again(int attempt, Duration delay);

    /**
     * Stores the task for another attempt in place of the delivered one, since one has failed. A store that shows operators why
     * notes the cause.
     *
     * @param next the attempt that follows the failed one
     * @param delay how long it is kept from being handed out
     * @param cause why the attempt failed
     * @throws NotStoredException if the store refuses that
     */
    default void failed(int next, Duration delay, Throwable cause) {
        again(next, delay);
    }

    /** Notes that the attempt was cancelled, before {@link TaskReceiver#receive} returns. */
    default void cancelled() {}

    /**
     * Stores the task, with its {@link #writtenAttempt}, for a node that knows its handler.
     *
     * @param deferral since when none does
     * @param delay how long it is kept from being handed out
     * @throws NotStoredException if the store refuses that
     */
    void defer(Deferral deferral, Duration delay);

    /**
     * Stores the task as a dead letter, which no node is handed.
     *
     * @param attempt the attempt that failed
     * @param cause why
     * @throws NotStoredException if the store refuses that
     */
    void deadLetter(int attempt, Throwable cause);
}
