package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.StoredTask;
import org.jspecify.annotations.Nullable;

/** A durable task that was added here. Safe for any thread. */
final class OutgoingTask implements DurableTask {

    private final String id = UUID.randomUUID().toString();
    private final Class<?> handler;
    private final String json;
    private final Options options;
    private final Origin origin;
    private final Engine engine;
    private final Cancellation cancellation;
    private final long addedAt = System.currentTimeMillis();

    private boolean tracked;
    private boolean sealed;
    private @Nullable Outbox holder;

    /** Takes a task back that is stored. */
    interface Cancellation {
        boolean ofStored(OutgoingTask task);
    }

    OutgoingTask(
            Class<?> handler, String json, Options options, Origin origin, Engine engine, Cancellation cancellation) {
        this.handler = handler;
        this.json = json;
        this.options = options;
        this.origin = origin;
        this.engine = engine;
        this.cancellation = cancellation;
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
        return (held != null && held.takeBack(this)) || (isSealed() && cancellation.ofStored(this));
    }

    @Override
    public synchronized DurableTask tracked() {
        if (sealed) {
            throw new IllegalStateException(
                    "The task is stored already, or dropped, and takes no more options: " + this);
        }
        engine.tracker();
        tracked = true;
        return this;
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

    /** Says, if it is tracked, that the broker has it. */
    void stored() {
        StoredTask stored = tracking();
        if (stored != null) {
            engine.tracker().stored(stored, delay());
        }
    }

    /** What its status begins with; null if it is not tracked. */
    synchronized @Nullable StoredTask tracking() {
        return tracked ? new StoredTask(id, options.name(), Instant.ofEpochMilli(addedAt), 1, false) : null;
    }

    String handler() {
        return handler.getName();
    }

    /** Null if it was given none. */
    @Nullable
    String givenName() {
        return options.name();
    }

    @Nullable
    String key() {
        return options.key();
    }

    Duration delay() {
        return options.delay();
    }

    long addedAt() {
        return addedAt;
    }

    String json() {
        return json;
    }

    Origin origin() {
        return origin;
    }

    @Override
    public String toString() {
        return '#' + id + ' ' + OneLine.of(name());
    }
}
