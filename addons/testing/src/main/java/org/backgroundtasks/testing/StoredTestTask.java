package org.backgroundtasks.testing;

import java.time.Duration;
import java.util.Optional;
import org.backgroundtasks.testing.internal.RehearsedDurable;
import org.jspecify.annotations.Nullable;

/**
 * Asserts and describes a durable task that was stored during a test. Thread-safe; what it returns changes as the task goes on.
 *
 * @param <P> the payload's type
 */
public final class StoredTestTask<P> {

    private final RehearsedDurable task;

    StoredTestTask(RehearsedDurable task) {
        this.task = task;
    }

    /**
     * Returns the task's name.
     *
     * @return the name that it was given, or else that of its handler's class
     */
    public String name() {
        return task.name();
    }

    /**
     * Returns the payload as its handler gets it: read from the JSON that was stored.
     *
     * @return the payload
     */
    @SuppressWarnings("unchecked") // the handler's class says so, and the JSON was read as that
    public P payload() {
        return (P) task.payload();
    }

    /**
     * Asserts the payload, as in {@code tasks.assertStored(SendReceipt.class).with(new OrderPlaced("7"))}.
     *
     * @param expected a payload, compared by the JSON that is stored for it
     * @return this task
     * @throws AssertionError if the payload is another one
     */
    public StoredTestTask<P> with(P expected) {
        if (!task.isStoredAs(expected)) {
            throw new AssertionError("Expected the payload " + expected + " but was " + task.json() + " of " + task);
        }
        return this;
    }

    /**
     * Returns how long the task is delayed.
     *
     * @return the delay that it was given, or zero
     */
    public Duration delay() {
        return task.delay();
    }

    /**
     * Returns how many attempts were made at it here: none while it is only recorded, or if a broker has it.
     *
     * @return the number of the last attempt
     */
    public int attempts() {
        return task.attempts();
    }

    /**
     * Returns how long the task waits for its next attempt, {@linkplain TestTasks#inVirtualTime() in virtual time}.
     *
     * @return the rest of its delay; empty if it has ended, or if time is not virtual
     */
    public Optional<Duration> untilNextAttempt() {
        return task.untilNextAttempt();
    }

    /**
     * Returns why the task would be a dead letter. After this call the failure does not fail the test any more.
     *
     * @return the cause, or null if the task was not given up
     */
    public @Nullable Throwable failure() {
        task.markAsserted();
        return task.failure();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
