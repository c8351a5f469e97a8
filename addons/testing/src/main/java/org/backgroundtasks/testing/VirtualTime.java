package org.backgroundtasks.testing;

import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.testing.internal.Timetable;

/**
 * Moves the time of {@linkplain TestTasks#inVirtualTime() a test} on, so that delays and retries of durable tasks pass without waiting.
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestTasks tasks = TestTasks.inVirtualTime();
 *
 * @Test
 * void the_reminder_comes_after_a_week() {
 *     shop.order("7");
 *     tasks.time().advance(Duration.ofDays(7));
 *     assertEquals(List.of("7"), reminders.sent());
 * }
 * }</pre>
 *
 * <p>It stands still unless the test moves it, and begins at zero with each test. The clocks that an application reads, such as
 * {@code Instant.now()}, are not part of it. Thread-safe.
 */
public final class VirtualTime {

    private final Timetable timetable;

    VirtualTime(Timetable timetable) {
        this.timetable = timetable;
    }

    /**
     * Moves the time on. All attempts that become due are made on this thread, each at its time, also those that become due by an
     * earlier one's failure. An attempt is due at the latest after the delay that {@code Redelivery} says; to spread
     * the load, the library shortens a delay by up to a quarter.
     *
     * @param by how far
     * @throws IllegalArgumentException if that is negative
     */
    public void advance(Duration by) {
        Objects.requireNonNull(by, "Say how far to move the time on");
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not go back, but was moved by " + by);
        }
        timetable.advance(by);
    }

    /**
     * Moves the time on until the next attempt is due, and makes it.
     *
     * @return how far the time was moved
     * @throws AssertionError if no durable task waits
     */
    public Duration advanceToNext() {
        Duration by = timetable.untilNext().orElseThrow(() -> new AssertionError("No durable task waits for its time"));
        timetable.advance(by);
        return by;
    }

    /**
     * Returns how far the time was moved on since the test began.
     *
     * @return the time; within an attempt, that for which it was due
     */
    public Duration elapsed() {
        return timetable.elapsed();
    }

    @Override
    public String toString() {
        return timetable.elapsed() + " of virtual time";
    }
}
