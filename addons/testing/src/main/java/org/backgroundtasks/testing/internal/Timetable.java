package org.backgroundtasks.testing.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time, and what is due when. Thread-safe; what is due runs on the thread that moves the time on. */
public final class Timetable {

    private record Entry(String task, Duration due, long number, Runnable action) {}

    private final PriorityQueue<Entry> waiting =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::number));

    private Duration elapsed = Duration.ZERO;
    private long number;

    synchronized void clear() {
        waiting.clear();
        elapsed = Duration.ZERO;
    }

    public synchronized Duration elapsed() {
        return elapsed;
    }

    /** Does not run it, even if there is no delay. */
    public synchronized void add(String task, Duration delay, Runnable action) {
        waiting.add(new Entry(task, elapsed.plus(delay), number++, action));
    }

    /** False if the task does not wait. */
    public synchronized boolean remove(String task) {
        return waiting.removeIf(entry -> entry.task().equals(task));
    }

    public synchronized Optional<Duration> untilDue(String task) {
        return waiting.stream()
                .filter(entry -> entry.task().equals(task))
                .map(entry -> entry.due().minus(elapsed))
                .findFirst();
    }

    public synchronized Optional<Duration> untilNext() {
        return Optional.ofNullable(waiting.peek()).map(next -> next.due().minus(elapsed));
    }

    /** Runs what is due by then, and what becomes due by then meanwhile, each at its time. */
    public void advance(Duration by) {
        Duration end = elapsed().plus(by);
        for (Entry due = nextUntil(end); due != null; due = nextUntil(end)) {
            // without the lock, as a handler may add tasks and wait for other threads
            due.action().run();
        }
        moveTo(end);
    }

    private synchronized @Nullable Entry nextUntil(Duration end) {
        Entry next = waiting.peek();
        if (next == null || next.due().compareTo(end) > 0) {
            return null;
        }
        moveTo(next.due());
        return waiting.remove();
    }

    private synchronized void moveTo(Duration time) {
        if (time.compareTo(elapsed) > 0) {
            elapsed = time;
        }
    }
}
