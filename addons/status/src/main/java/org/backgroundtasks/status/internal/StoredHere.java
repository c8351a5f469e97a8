package org.backgroundtasks.status.internal;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the durable tasks that this node has stored and whose end it has not seen. Each stays for some time after it was due, since
 * another node may handle it, and the number is bounded. Thread-safe.
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
        tasks.remove(task.key());
        Iterator<TrackedTask> oldest = tasks.values().iterator();
        while (oldest.hasNext() && (oldest.next().wasDueFor(keep) || tasks.size() >= most)) {
            oldest.remove();
        }
        tasks.put(task.key(), task);
    }

    synchronized @Nullable TrackedTask get(String key) {
        TrackedTask task = tasks.get(key);
        if (task != null && task.wasDueFor(keep)) {
            tasks.remove(key);
            return null;
        }
        return task;
    }

    synchronized void remove(String key) {
        tasks.remove(key);
    }
}
