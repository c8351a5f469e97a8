package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.backgroundtasks.Trackable;
import org.backgroundtasks.internal.Delivery;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.PendingTask;
import org.backgroundtasks.internal.StoredTask;
import org.backgroundtasks.internal.StoredTasks;
import org.backgroundtasks.internal.TaskTracker;
import org.jspecify.annotations.Nullable;

/**
 * The tracked tasks of one application: those that have not ended, and for a while those that have; of durable ones those that
 * this node has stored or handles, and what the broker shows.
 */
final class TrackedTasks implements TaskTracker {

    private static final int ID_BYTES = 16;

    /** How much longer than a status the memory of it lasts, by which an expired address is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    private final Engine engine;
    private final EventStreams streams;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, TrackedTask> unfinishedByTaskId = new ConcurrentHashMap<>();
    private final Map<String, TrackedTask> unfinished = new ConcurrentHashMap<>();
    private final Cache<PendingTask, TrackedTask> byTask =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final StoredHere stored;
    /** What ended here. */
    private final OldestFirst<TrackedTask> kept;

    private final OldestFirst<Boolean> expired;

    TrackedTasks(Engine engine, EventStreams streams, Duration keep, int maxEntries, Ticker ticker) {
        this.engine = engine;
        this.streams = streams;
        Duration memory = keep.compareTo(MEMORY_AT_LEAST) < 0 ? MEMORY_AT_LEAST : keep;
        expired = new OldestFirst<>(
                memory.multipliedBy(MEMORY),
                (int) Math.min(Integer.MAX_VALUE, (long) MEMORY * maxEntries),
                ticker,
                id -> {});
        stored = new StoredHere(keep, maxEntries);
        kept = new OldestFirst<>(keep, maxEntries, ticker, id -> expired.put(id, true));
    }

    @Override
    public void track(PendingTask task) {
        Delivery delivery = task.delivery();
        if (delivery != null && delivery.tracked() != null) {
            attempted(task, delivery.tracked());
            return;
        }
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        TrackedTask tracked =
                new TrackedTask(Base64.getUrlEncoder().withoutPadding().encodeToString(bits), task);
        byTask.put(task, tracked);
        unfinished.put(tracked.id(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
    }

    private synchronized void attempted(PendingTask task, StoredTask delivered) {
        TrackedTask known = known(delivered.id());
        TrackedTask tracked = known != null ? known : TrackedTask.stored(delivered, Duration.ZERO);
        tracked.attempted(task, delivered.attempt());
        unfinished.put(tracked.id(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
    }

    @Override
    public synchronized void stored(StoredTask task, Duration delay) {
        // an attempt that has begun here tells more
        if (known(task.id()) == null) {
            stored.put(TrackedTask.stored(task, delay));
        }
    }

    void on(TaskEvent event) {
        TrackedTask tracked = unfinishedByTaskId.get(event.id());
        if (tracked == null) {
            return;
        }
        tracked.on(event, engine.hasStopped());
        if (tracked.task() == null) {
            // in this order, so that it can be found at any moment
            if (tracked.isStored()) {
                stored.put(tracked);
            } else {
                kept.put(tracked.id(), tracked);
                stored.remove(tracked.id());
            }
            unfinished.remove(tracked.id());
            unfinishedByTaskId.remove(event.id());
        }
        streams.changed(tracked, event.turn() != Turn.PROGRESSED);
    }

    /** The task with this id in the engine, if it is tracked and has not ended. */
    @Nullable
    TrackedTask unfinished(String taskId) {
        return unfinishedByTaskId.get(taskId);
    }

    /** Null if it is not added, or not tracked. */
    @Nullable
    TrackedTask of(Trackable task) {
        if (task instanceof PendingTask pending) {
            return byTask.getIfPresent(pending);
        }
        StoredTasks broker = engine.storedTasks();
        StoredTask added = broker == null ? null : broker.of(task);
        return added == null ? null : TrackedTask.stored(added, Duration.ZERO);
    }

    /**
     * Null if there is none with this public id, or none any more, or a durable one that neither this node nor the broker can tell
     * of.
     *
     * @throws IOException if this node knows none, and the broker cannot be asked
     */
    @Nullable
    TrackedTask find(String id) throws IOException {
        TrackedTask known = known(id);
        StoredTasks broker = engine.storedTasks();
        if (broker == null || !broker.couldBe(id) || (known != null && !known.isStored())) {
            return known;
        }
        try {
            StoredTask shown = broker.find(id);
            // unless it was on its way to this node
            return shown != null ? TrackedTask.shown(shown) : known(id);
        } catch (IOException notAsked) {
            if (known == null) {
                throw notAsked;
            }
            return known;
        }
    }

    private @Nullable TrackedTask known(String id) {
        TrackedTask found = unfinished.get(id);
        if (found == null) {
            found = stored.get(id);
        }
        return found != null ? found : kept.get(id);
    }

    /** Whether it could be the id of a task that another node knows of. */
    boolean isForBroker(String id) {
        StoredTasks broker = engine.storedTasks();
        return broker != null && broker.couldBe(id);
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
}
