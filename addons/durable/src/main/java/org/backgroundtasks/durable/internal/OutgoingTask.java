package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.StatusId;
import org.backgroundtasks.internal.StoredTask;
import org.jspecify.annotations.Nullable;

/** A durable task from the moment it is made until it is stored. Safe for any thread. */
public final class OutgoingTask implements DurableTask {

    private final String id = UUID.randomUUID().toString();
    private final Class<?> handler;
    private final Object payload;

    private @Nullable String name;
    private Duration delay = Duration.ZERO;
    private long addedAt;
    private @Nullable String json;
    private Origin origin = Origin.NONE;
    /** Only if the task is tracked. */
    private @Nullable StatusId statusId;

    private boolean sealed;
    /** Once it is added. */
    private @Nullable Engine engine;

    /** A task that is not added yet. */
    public OutgoingTask(Class<?> handler, Object payload) {
        this.handler =
                Objects.requireNonNull(handler, "A durable task needs a handler: pass the class of a TaskHandler bean");
        this.payload = Objects.requireNonNull(
                payload,
                "A durable task's payload must not be null: JSON has a null, but a handler could do nothing with it");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized DurableTask delayed(Duration delay) {
        Objects.requireNonNull(delay, "A task's delay must not be null: leave delayed(…) out for none");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A task's delay must not be negative, but is " + delay);
        }
        refuseIfSealed();
        this.delay = delay;
        return this;
    }

    @Override
    public synchronized DurableTask named(String name) {
        Objects.requireNonNull(name, "A task's name must not be null: leave named(…) out for a task without a name");
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A task's name must not be blank: leave named(…) out for a task without a name");
        }
        refuseIfSealed();
        this.name = name;
        return this;
    }

    @Override
    public synchronized DurableTask tracked() {
        refuseIfSealed();
        if (engine != null) {
            engine.tracker();
        }
        if (statusId == null) {
            statusId = StatusId.randomStored();
        }
        return this;
    }

    private void refuseIfSealed() {
        if (sealed) {
            throw new IllegalStateException(
                    "The task is stored already, or dropped, and takes no more options: outside a request"
                            + " and a transaction give them beforehand, as in durable.add(DurableTask.of(…).delayed(…)), for "
                            + this);
        }
    }

    /** Writes the payload, once. */
    synchronized void pack(Handlers handlers, Origin addedIn, Engine addedTo) {
        if (json != null) {
            throw new IllegalStateException(
                    "This task was added before: a DurableTask stands for one task, so make another"
                            + " with DurableTask.of(…) for " + this);
        }
        if (statusId != null) {
            addedTo.tracker();
        }
        json = handlers.json(handler, payload);
        engine = addedTo;
        origin = addedIn;
        addedAt = System.currentTimeMillis();
    }

    /** Takes no more options. */
    synchronized OutgoingTask seal() {
        sealed = true;
        return this;
    }

    /** Says, if it is tracked, that the broker has it. */
    void stored() {
        StoredTask stored = tracking();
        if (stored != null) {
            Objects.requireNonNull(engine).tracker().stored(stored, delay());
        }
    }

    /** What its status begins with; null if it is not added, or not tracked. */
    synchronized @Nullable StoredTask tracking() {
        StatusId secret = statusId();
        return secret == null
                ? null
                : new StoredTask(secret.hash(), name, origin.caller(), Instant.ofEpochMilli(addedAt), 1, false);
    }

    /** Null if it is not added, or not tracked. */
    synchronized @Nullable StatusId statusId() {
        return engine == null ? null : statusId;
    }

    String handler() {
        return handler.getName();
    }

    synchronized @Nullable String name() {
        return name;
    }

    synchronized Duration delay() {
        return delay;
    }

    synchronized long addedAt() {
        return addedAt;
    }

    synchronized String json() {
        return Objects.requireNonNull(json);
    }

    synchronized Origin origin() {
        return origin;
    }

    @Override
    public String toString() {
        String called = name();
        return '#' + id + ' ' + (called == null ? handler() : called);
    }
}
