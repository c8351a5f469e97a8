package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
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
import org.backgroundtasks.spi.StorableWork;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.TaskTracker;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StoredStatus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tracked tasks that this node knows of one application: those that have not ended, and for a while those that have; of
 * durable ones those that it has stored or handles. Other nodes are told.
 */
final class TrackedTasks implements TaskTracker {

    /** How much longer than a status the memory of it lasts, by which an expired address is told from one made up. */
    private static final int MEMORY = 10;

    private static final Duration MEMORY_AT_LEAST = Duration.ofHours(1);

    /** What the application may tell a client of a task that it holds. */
    record Addressed(StatusId id, TrackedTask task) {}

    private final BackgroundTasksEngine engine;
    private final EventStreams streams;
    private final SharedStore shared;
    private final Map<String, TrackedTask> unfinishedByTaskId = new ConcurrentHashMap<>();
    /** By the hash of the status id, as in the others below: ids are nowhere. */
    private final Map<String, TrackedTask> unfinished = new ConcurrentHashMap<>();

    private final Cache<AddedTask, Addressed> byTask =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final StoredHere stored;
    /** What ended here. */
    private final OldestFirst<TrackedTask> kept;

    private final OldestFirst<Boolean> expired;

    TrackedTasks(
            BackgroundTasksEngine engine,
            EventStreams streams,
            SharedStore shared,
            Duration keep,
            int maxEntries,
            Ticker ticker) {
        this.engine = engine;
        this.streams = streams;
        this.shared = shared;
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
        share(tracked, true);
    }

    /** Tells the other nodes, if there is a way to. */
    private void share(TrackedTask tracked, boolean urgent) {
        StatusStore store = shared.get();
        if (store != null) {
            store.put(Shared.of(tracked, tracked.isAddressed()), urgent);
        }
    }

    /** A client gets the address, with which it may ask any node. */
    void addressed(TrackedTask tracked) {
        StatusStore store = shared.get();
        if (store != null) {
            TrackedTask known = known(tracked.key());
            TrackedTask newest = known == null ? tracked : known;
            tracked.callers().forEach(newest::bindTo);
            newest.address();
            store.putNow(Shared.of(newest, true));
        }
    }

    /** What this node knows of a task; null if nothing. */
    @Nullable
    StoredStatus newest(String key) {
        TrackedTask known = known(key);
        return known == null ? null : Shared.of(known, known.isAddressed());
    }

    /** Begins to track a task, at any moment of its life: first listens to its turns, then reads those before. */
    private Addressed track(AddedTask task) {
        StatusId given = task.function() instanceof StorableWork storable ? storable.statusId() : null;
        StatusId id = given == null ? StatusId.random() : given;
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

    @Override
    public void discarded(StoredTask task, String reason) {
        if (shared.exists()) {
            TrackedTask ended = TrackedTask.stored(task, Duration.ZERO);
            ended.discarded(reason);
            stored.remove(ended.key());
            share(ended, true);
        }
    }

    @Override
    public void deadLettered(StoredTask task) {
        if (shared.exists()) {
            TrackedTask known = known(task.statusHash());
            TrackedTask ended = known != null ? known : TrackedTask.stored(task, Duration.ZERO);
            ended.deadLettered(task.attempt());
            stored.remove(ended.key());
            share(ended, true);
        }
    }

    void on(TaskEvent event) {
        TrackedTask tracked = unfinishedByTaskId.get(event.taskId());
        if (tracked == null) {
            return;
        }
        tracked.on(event, engine.hasStopped());
        keepIfEnded(tracked, event.taskId());
        boolean urgent = event.type() != TaskEvent.Type.PROGRESSED;
        shareTurn(tracked, urgent);
        streams.changed(tracked, urgent);
    }

    private void shareTurn(TrackedTask tracked, boolean urgent) {
        StatusStore store = shared.get();
        if (store == null) {
            return;
        }
        StoredStatus now = Shared.of(tracked, tracked.isAddressed());
        if (now.attempt() > 0 && now.step() == StoredStatus.Step.ENDED) {
            // the task is removed next: should this node die then, nobody could tell its end any more
            store.putNow(now);
        } else {
            store.put(now, urgent);
        }
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
        AddedTask inMemory = broker == null ? null : broker.inMemory(task);
        if (inMemory != null) {
            return byTask.get(inMemory, this::track);
        }
        StoredTask added = broker == null ? null : broker.of(task);
        StatusId id = broker == null ? null : broker.statusId(task);
        return added == null || id == null ? null : new Addressed(id, TrackedTask.stored(added, Duration.ZERO));
    }

    /** What this node itself knows; null if nothing. */
    @Nullable
    TrackedTask known(String key) {
        TrackedTask found = unfinished.get(key);
        if (found == null) {
            found = stored.get(key);
        }
        return found != null ? found : kept.get(key);
    }

    /** Notes that the status of such a task was forgotten. */
    void forgotten(String key) {
        expired.put(key, true);
    }

    /** Whether there was one with this id, whose status is forgotten. */
    boolean wasForgotten(StatusId id) {
        return expired.get(id.hash()) != null;
    }

    /** Cancels a task that this node has, as another one was asked to. */
    void cancel(String key) {
        TrackedTask tracked = unfinished.get(key);
        boolean unused = tracked != null && tracked.cancel();
    }
}
