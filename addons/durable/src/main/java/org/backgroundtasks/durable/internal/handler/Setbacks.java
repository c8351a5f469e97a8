package org.backgroundtasks.durable.internal.handler;

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

    private record Setback(int attempt, Throwable cause) {}

    private final Map<String, Setback> byTask = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Setback> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(DeliveredTask delivered, Throwable cause) {
        byTask.remove(delivered.task().id());
        byTask.put(delivered.task().id(), new Setback(delivered.attempt(), cause));
    }

    /** Why the attempt before this one failed; null if that was not here, or is long ago. */
    synchronized @Nullable Throwable before(DeliveredTask delivered) {
        Setback last = byTask.get(delivered.task().id());
        return last != null && last.attempt() < delivered.attempt() && delivered.isRedelivered() ? last.cause() : null;
    }

    synchronized void forget(DeliveredTask delivered) {
        byTask.remove(delivered.task().id());
    }
}
