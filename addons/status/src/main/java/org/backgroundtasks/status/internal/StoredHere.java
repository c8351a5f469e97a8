package org.backgroundtasks.status.internal;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The durable tasks that this node has given to their store, and whose end it has not seen: each for some time after it was due, since
 * another node may handle it, and at most so many. Safe for any thread.
 */
final class StoredHere {

    private final Duration keep;
    private final int most;
    private final Map<String, TrackedTask> tasks = new LinkedHashMap<>();

    StoredHere(Duration keep, int most) {
        this.keep = keep;
        this.most = most;
    }

    synchronized void put(TrackedTask task) {
        tasks.remove(task.id());
        Iterator<TrackedTask> oldest = tasks.values().iterator();
        while (oldest.hasNext() && (oldest.next().wasDueFor(keep) || tasks.size() >= most)) {
            oldest.remove();
        }
        tasks.put(task.id(), task);
    }

    synchronized @Nullable TrackedTask get(String id) {
        TrackedTask task = tasks.get(id);
        if (task != null && task.wasDueFor(keep)) {
            tasks.remove(id);
            return null;
        }
        return task;
    }

    synchronized void remove(String id) {
        tasks.remove(id);
    }
}
