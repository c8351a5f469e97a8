package org.backgroundtasks.durable.internal;

import java.util.LinkedHashMap;
import java.util.Map;
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

    synchronized void remember(Envelope task, Throwable cause) {
        byTask.remove(task.id());
        byTask.put(task.id(), new Setback(task.attempt(), cause));
    }

    /** Why the attempt before this one failed; null if that was not here, or is long ago. */
    synchronized @Nullable Throwable before(Envelope task) {
        Setback last = byTask.get(task.id());
        return last != null && last.attempt() < task.attempt() && task.isRedelivered() ? last.cause() : null;
    }

    synchronized void forget(Envelope task) {
        byTask.remove(task.id());
    }
}
