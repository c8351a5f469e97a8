package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.backgroundtasks.Trackable;
import org.backgroundtasks.internal.Delivery;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.PendingTask;
import org.backgroundtasks.internal.StatusId;
import org.backgroundtasks.internal.StoredTask;
import org.backgroundtasks.internal.StoredTasks;
import org.backgroundtasks.internal.TaskTracker;
import org.jspecify.annotations.Nullable;

/**
 * The tracked tasks of one application: those that have not ended, and for a while those that have; of durable ones those that
 * this node has stored or handles, and what the broker shows.
 */
final class TrackedTasks implements TaskTracker {

    /** How much longer than a status the memory of it lasts, by which an expired address is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    /** What the application may tell a client of a task that it holds. */
    record Addressed(StatusId id, TrackedTask task) {}

    private final Engine engine;
    private final EventStreams streams;
    private final Map<String, TrackedTask> unfinishedByTaskId = new ConcurrentHashMap<>();
    /** By the hash of the status id, as in the others below: ids are nowhere. */
    private final Map<String, TrackedTask> unfinished = new ConcurrentHashMap<>();

    private final Cache<PendingTask, Addressed> byTask =
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
        begin(task);
    }

    private synchronized Addressed begin(PendingTask task) {
        Addressed known = byTask.getIfPresent(task);
        if (known != null) {
            return known;
        }
        StatusId id = StatusId.random();
        Addressed begun = new Addressed(id, new TrackedTask(id.hash(), task));
        byTask.put(task, begun);
        unfinished.put(begun.task().key(), begun.task());
        unfinishedByTaskId.put(task.id(), begun.task());
        return begun;
    }

    /** Begins to follow a task that was added before; null if its end may have been missed. */
    private @Nullable Addressed beginLate(PendingTask task) {
        if (!engine.unfinished().contains(task)) {
            return null;
        }
        Addressed begun = begin(task);
        // ends are reported first: what is unfinished now will be heard of
        if (!engine.unfinished().contains(task) && begun.task().task() != null) {
            byTask.invalidate(task);
            unfinished.remove(begun.task().key());
            unfinishedByTaskId.remove(task.id());
            return null;
        }
        return begun;
    }

    private synchronized void attempted(PendingTask task, StoredTask delivered) {
        TrackedTask known = known(delivered.statusHash());
        TrackedTask tracked = known != null ? known : TrackedTask.stored(delivered, Duration.ZERO);
        tracked.attempted(task, delivered.attempt());
        unfinished.put(tracked.key(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
    }

    @Override
    public synchronized void stored(StoredTask task, Duration delay) {
        // an attempt that has begun here tells more
        if (known(task.statusHash()) == null) {
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
                kept.put(tracked.key(), tracked);
                stored.remove(tracked.key());
            }
            unfinished.remove(tracked.key());
            unfinishedByTaskId.remove(event.id());
        }
        streams.changed(tracked, event.turn() != Turn.PROGRESSED);
    }

    /** The task with this id in the engine, if it is tracked and has not ended. */
    @Nullable
    TrackedTask unfinished(String taskId) {
        return unfinishedByTaskId.get(taskId);
    }

    /** Null if it is not added, or has ended before anybody asked for its status; of a durable one also if it is not tracked. */
    @Nullable
    Addressed of(Trackable task) {
        if (task instanceof PendingTask pending) {
            Addressed known = byTask.getIfPresent(pending);
            return known != null ? known : beginLate(pending);
        }
        StoredTasks broker = engine.storedTasks();
        StoredTask added = broker == null ? null : broker.of(task);
        StatusId id = broker == null ? null : broker.statusId(task);
        return added == null || id == null ? null : new Addressed(id, TrackedTask.stored(added, Duration.ZERO));
    }

    /**
     * Null if there is none with this id, or none any more, or a durable one that neither this node nor the broker can tell of.
     *
     * @throws IOException if this node knows none, and the broker cannot be asked
     */
    @Nullable
    TrackedTask find(StatusId id) throws IOException {
        String key = id.hash();
        TrackedTask known = known(key);
        StoredTasks broker = engine.storedTasks();
        if (broker == null || !isForBroker(id) || (known != null && !known.isStored())) {
            return known;
        }
        try {
            StoredTask shown = broker.find(key);
            // unless it was on its way to this node
            return shown != null ? TrackedTask.shown(shown) : known(key);
        } catch (IOException notAsked) {
            if (known == null) {
                throw notAsked;
            }
            return known;
        }
    }

    private @Nullable TrackedTask known(String key) {
        TrackedTask found = unfinished.get(key);
        if (found == null) {
            found = stored.get(key);
        }
        return found != null ? found : kept.get(key);
    }

    /** Whether it could be the id of a task that another node knows of. */
    boolean isForBroker(StatusId id) {
        StoredTasks broker = engine.storedTasks();
        return broker != null && id.isOfStored() && broker.exist();
    }

    /** Whether there was one with this id, whose status is forgotten. */
    boolean wasForgotten(StatusId id) {
        return expired.get(id.hash()) != null;
    }

    /** False if it has ended, or was cancelled before. */
    boolean cancel(TrackedTask tracked) {
        PendingTask task = tracked.task();
        return task != null && engine.cancel(task);
    }
}
