package org.backgroundtasks.testing.internal.durable;

import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.jspecify.annotations.Nullable;

/** Hands one task out twice. */
public final class TwoDeliveries {

    /** How it comes to the second one. */
    public enum Manner {
        /** A store that has lost the acknowledgement, and all that it knew of the first delivery. */
        TWICE("is delivered twice", 1),
        /** A node that died between the handler's end and the acknowledgement; the store counts what it has handed out. */
        CUT_OFF("is cut off before its acknowledgement", 2);

        private final String text;
        private final int deliveries;

        Manner(String text, int deliveries) {
            this.text = text;
            this.deliveries = deliveries;
        }
    }

    private final RehearsedStore store;
    private final TaskEnvelope task;
    private final Manner manner;

    private TwoDeliveries(RehearsedStore store, TaskEnvelope task, Manner manner) {
        this.store = store;
        this.task = task;
        this.manner = manner;
    }

    /**
     * Delivers nothing yet.
     *
     * @throws IllegalStateException if no application has a handler
     * @throws IllegalArgumentException if the running one does not have this, or it does not take such a payload
     */
    public static TwoDeliveries of(Class<?> handler, Object payload, Manner manner) {
        RehearsedStore store = RehearsedStores.latest();
        if (store == null) {
            throw new IllegalStateException(
                    "No application that handles durable tasks is running: add a bean of the class " + handler.getName()
                            + " to the container, and see that background-tasks-testing is in it");
        }
        TaskEnvelope task = new TaskEnvelope(
                UUID.randomUUID().toString(),
                handler.getName(),
                TaskEnvelope.VERSION,
                null,
                store.written(handler, payload),
                Instant.now(),
                "",
                "",
                null,
                null,
                null);
        return new TwoDeliveries(store, task, manner);
    }

    public String handler() {
        return task.handler();
    }

    /** As in "a task that is delivered twice". */
    public String manner() {
        return manner.text;
    }

    /** Why the task would be a dead letter now; null if it was handled. */
    public @Nullable Throwable first() {
        return store.deliver(task, 1);
    }

    /** The same of the second one. */
    public @Nullable Throwable second() {
        return store.deliver(task, manner.deliveries);
    }
}
