package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.TaskTracker;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tracked tasks of one application: those that have not ended, and for a while those that have; of durable ones those that
 * this node has stored or handles, and what the broker shows.
 */
final class TrackedTasks implements TaskTracker {

    /** How much longer than a status the memory of it lasts, by which an expired address is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    /** What the application may tell a client of a task that it holds. */
    record Addressed(StatusId id, TrackedTask task) {}

    private final BackgroundTasksEngine engine;
    private final EventStreams streams;
    private final Map<String, TrackedTask> unfinishedByTaskId = new ConcurrentHashMap<>();
    /** By the hash of the status id, as in the others below: ids are nowhere. */
    private final Map<String, TrackedTask> unfinished = new ConcurrentHashMap<>();

    private final Cache<AddedTask, Addressed> byTask =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final StoredHere stored;
    /** What ended here. */
    private final OldestFirst<TrackedTask> kept;

    private final OldestFirst<Boolean> expired;

    TrackedTasks(BackgroundTasksEngine engine, EventStreams streams, Duration keep, int maxEntries, Ticker ticker) {
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
    public synchronized void attempted(AddedTask task) {
        Delivery delivery = Objects.requireNonNull(task.delivery());
        StoredTask delivered = Objects.requireNonNull(delivery.tracked());
        TrackedTask known = known(delivered.statusHash());
        TrackedTask tracked = known != null ? known : TrackedTask.stored(delivered, Duration.ZERO);
        tracked.attempted(task, delivered.attempt());
        unfinished.put(tracked.key(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
    }

    /** Begins to track a task, at any moment of its life: first listens to its turns, then reads those before. */
    private Addressed track(AddedTask task) {
        StatusId id = StatusId.random();
        TrackedTask tracked = new TrackedTask(id.hash(), task);
        unfinished.put(tracked.key(), tracked);
        unfinishedByTaskId.put(task.id(), tracked);
        tracked.catchUp();
        keepIfEnded(tracked, task.id());
        return new Addressed(id, tracked);
    }

    @Override
    public synchronized void stored(StoredTask task, Duration delay) {
        // an attempt that has begun here tells more
        if (known(task.statusHash()) == null) {
            stored.put(TrackedTask.stored(task, delay));
        }
    }

    void on(TaskEvent event) {
        TrackedTask tracked = unfinishedByTaskId.get(event.taskId());
        if (tracked == null) {
            return;
        }
        tracked.on(event, engine.hasStopped());
        keepIfEnded(tracked, event.taskId());
        streams.changed(tracked, event.type() != TaskEvent.Type.PROGRESSED);
    }

    private void keepIfEnded(TrackedTask tracked, String taskId) {
        if (tracked.task() != null) {
            return;
        }
        // in this order, so that it can be found at any moment
        if (tracked.isStored()) {
            stored.put(tracked);
        } else {
            kept.put(tracked.key(), tracked);
            stored.remove(tracked.key());
        }
        unfinished.remove(tracked.key());
        unfinishedByTaskId.remove(taskId);
    }

    /** The task with this id in the engine, if it is tracked and has not ended. */
    @Nullable
    TrackedTask unfinished(String taskId) {
        return unfinishedByTaskId.get(taskId);
    }

    /** The same for a task each time; null if it was not added, or is of another's making. */
    @Nullable
    Addressed of(BackgroundTask task) {
        if (task instanceof AddedTask added) {
            return byTask.get(added, this::track);
        }
        StoredTasks broker = engine.addOns().storedTasks();
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
        StoredTasks broker = engine.addOns().storedTasks();
        if (broker == null || !isForBroker(id) || (known != null && !known.isStored())) {
            return known;
        }
        try {
            StoredTask shown = broker.find(key);
            // unless it was on its way to this node
            return shown != null ? TrackedTask.fromBroker(shown) : known(key);
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
        StoredTasks broker = engine.addOns().storedTasks();
        return broker != null && id.isOfStored() && broker.exist();
    }

    /** Whether there was one with this id, whose status is forgotten. */
    boolean wasForgotten(StatusId id) {
        return expired.get(id.hash()) != null;
    }

    /** False if it has ended, or was cancelled before. */
    boolean cancel(TrackedTask tracked) {
        AddedTask task = tracked.task();
        return task != null && task.cancel();
    }
}
