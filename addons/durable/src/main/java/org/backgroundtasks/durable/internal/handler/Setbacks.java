package org.backgroundtasks.durable.internal.handler;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.jspecify.annotations.Nullable;

/**
 * The failures that this node has seen lately, for tasks that the broker delivers again since it could not store them for their next
 * attempt: their messages say nothing of those. Safe for any thread.
 */
final class Setbacks {

    private static final int MOST = 1_000;

    /** The longest that a thread which receives waits, with a task in its hands. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    record Setback(int attempt, Throwable cause, long until) {

        /** What is left of the delay of its next attempt. */
        Duration pause() {
            return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        }
    }

    static Duration shortened(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private final Map<String, Setback> byTask = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Setback> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(DeliveredTask delivered, Throwable cause, Duration pause) {
        long until = System.nanoTime() + shortened(pause).toNanos();
        byTask.remove(delivered.task().id());
        byTask.put(delivered.task().id(), new Setback(delivered.attempt(), cause, until));
    }

    /** What went wrong with the attempt before this one; null if that was not here, or is long ago. */
    synchronized @Nullable Setback before(DeliveredTask delivered) {
        Setback last = byTask.get(delivered.task().id());
        return last != null && last.attempt() < delivered.attempt() && delivered.isRedelivered() ? last : null;
    }

    synchronized void forget(DeliveredTask delivered) {
        byTask.remove(delivered.task().id());
    }
}
