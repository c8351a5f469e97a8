package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.PendingTask;
import org.backgroundtasks.internal.TaskTracker;
import org.jspecify.annotations.Nullable;

/** The tracked tasks of one application: those that have not ended, and for a while those that have. */
final class TrackedTasks implements TaskTracker {

    private static final int ID_BYTES = 16;

    /** How much longer than a status the memory of it lasts, by which an expired address is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    private final Engine engine;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, TrackedTask> unfinishedByTaskId = new ConcurrentHashMap<>();
    private final Map<String, TrackedTask> unfinished = new ConcurrentHashMap<>();
    private final Cache<PendingTask, TrackedTask> byTask =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final OldestFirst<TrackedTask> ended;
    private final OldestFirst<Boolean> expired;

    TrackedTasks(Engine engine, Duration keep, int maxEntries, Ticker ticker) {
        this.engine = engine;
        Duration memory = keep.compareTo(MEMORY_AT_LEAST) < 0 ? MEMORY_AT_LEAST : keep;
        expired = new OldestFirst<>(
                memory.multipliedBy(MEMORY),
                (int) Math.min(Integer.MAX_VALUE, (long) MEMORY * maxEntries),
                ticker,
                id -> {});
        ended = new OldestFirst<>(keep, maxEntries, ticker, id -> expired.put(id, true));
    }

    @Override
    public void track(PendingTask task) {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        TrackedTask tracked =
                new TrackedTask(Base64.getUrlEncoder().withoutPadding().encodeToString(bits), task);
        byTask.put(task, tracked);
        unfinished.put(tracked.id(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
    }

    void on(TaskEvent event) {
        TrackedTask tracked = unfinishedByTaskId.get(event.id());
        if (tracked == null) {
            return;
        }
        tracked.on(event);
        if (tracked.status().state().isEnd()) {
            // in this order, so that it can be found at any moment
            ended.put(tracked.id(), tracked);
            unfinished.remove(tracked.id());
            unfinishedByTaskId.remove(event.id());
        }
    }

    /** The task with this id in the engine, if it is tracked and has not ended. */
    @Nullable
    TrackedTask unfinished(String taskId) {
        return unfinishedByTaskId.get(taskId);
    }

    /** Null if it is not tracked. */
    @Nullable
    TrackedTask of(PendingTask task) {
        return byTask.getIfPresent(task);
    }

    /** Null if there is none with this public id, or none any more. */
    @Nullable
    TrackedTask find(String id) {
        TrackedTask found = unfinished.get(id);
        return found != null ? found : ended.get(id);
    }

    /** Whether there was one with this public id, whose status is forgotten. */
    boolean wasForgotten(String id) {
        return expired.get(id) != null;
    }

    /** False if it has ended, or was cancelled before. */
    boolean cancel(TrackedTask tracked) {
        PendingTask task = tracked.task();
        return task != null && engine.cancel(task);
    }

    /** For what is sent to followers. */
    Executor executor() {
        return engine.executor();
    }

    /** The application stops. */
    void close() {
        unfinished.values().forEach(task -> task.followers().forEach(Follower::close));
    }
}
