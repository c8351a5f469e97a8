package org.backgroundtasks.durable.internal.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.TaskTracker;
import org.jspecify.annotations.Nullable;

/** A durable task that was added here. Safe for any thread. */
final class OutgoingTask implements DurableTask {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private final String id = UUID.randomUUID().toString();
    private final Class<?> handler;
    private final String json;
    private final Options options;
    private final Origin origin;
    private final BackgroundTasksEngine engine;
    private final Cancellation cancellation;
    private final Instant addedAt = Instant.ofEpochMilli(System.currentTimeMillis());

    /** Null where nobody could ask for a status. */
    private final @Nullable StatusId statusId;

    private boolean sealed;
    private @Nullable Outbox holder;

    /** Takes a task back that is stored. */
    interface Cancellation {
        boolean ofStored(OutgoingTask task);
    }

    OutgoingTask(
            Class<?> handler,
            String json,
            Options options,
            Origin origin,
            BackgroundTasksEngine engine,
            Cancellation cancellation) {
        this.handler = handler;
        this.json = json;
        this.options = options;
        this.origin = origin;
        this.engine = engine;
        this.cancellation = cancellation;
        this.statusId = engine.addOns().tracker() == null ? null : StatusId.randomStored();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        String given = options.name();
        return given == null ? handler() : given;
    }

    @Override
    public boolean cancel() {
        Outbox held;
        synchronized (this) {
            held = holder;
        }
        if (held != null && held.takeBack(this)) {
            discarded(AddedTask.CANCELLED);
            return true;
        }
        boolean taken = isSealed() && cancellation.ofStored(this);
        if (taken) {
            tellTracker(AddedTask.CANCELLED);
        }
        return taken;
    }

    synchronized void isHeldBy(Outbox outbox) {
        holder = outbox;
    }

    /** Takes no more options. */
    synchronized OutgoingTask seal() {
        sealed = true;
        return this;
    }

    private synchronized boolean isSealed() {
        return sealed;
    }

    /** Says, if its status may be asked for, that the store has it. */
    void stored() {
        StoredTask stored = tracking();
        TaskTracker tracker = engine.addOns().tracker();
        if (stored != null && tracker != null) {
            tracker.stored(stored, options.delay());
        }
    }

    /** Says that it will not be stored, as of any other task that does not run. */
    void discarded(String reason) {
        tellTracker(reason);
        TaskEnvelope task = toStore().task();
        try {
            engine.reportDiscarded(
                    task.displayName(),
                    new Delivery(
                            task.id(),
                            1,
                            task.method(),
                            task.path(),
                            task.caller(),
                            task.traceparent(),
                            Duration.between(addedAt, Instant.now()),
                            null,
                            Delivery.Retry.NEVER,
                            null),
                    reason);
        } catch (IllegalStateException applicationStopped) {
            LOG.log(Level.DEBUG, "Durable task {0} was discarded: {1}", this, reason);
        }
    }

    private void tellTracker(String reason) {
        StoredTask never = tracking();
        TaskTracker tracker = engine.addOns().tracker();
        if (never != null && tracker != null) {
            tracker.discarded(never, reason);
        }
    }

    /** What its status begins with; null where nobody could ask for it. */
    @Nullable
    StoredTask tracking() {
        return toStore().task().tracked(1, false);
    }

    /** What is stored. */
    NewTask toStore() {
        TaskEnvelope envelope = new TaskEnvelope(
                id,
                handler(),
                TaskEnvelope.VERSION,
                options.name(),
                json,
                addedAt,
                origin.method(),
                origin.path(),
                origin.caller(),
                origin.traceparent(),
                statusId == null ? null : statusId.hash());
        return new NewTask(envelope, options.delay());
    }

    /** The capability to ask for its status; null where nobody could. */
    @Nullable
    StatusId statusId() {
        return statusId;
    }

    String json() {
        return json;
    }

    /** Who added it, null if nobody was logged in. */
    @Nullable
    String caller() {
        return origin.caller();
    }

    Class<?> handlerClass() {
        return handler;
    }

    String handler() {
        return handler.getName();
    }

    @Nullable
    String key() {
        return options.key();
    }

    @Override
    public String toString() {
        return '#' + id + ' ' + OneLine.of(name());
    }
}
