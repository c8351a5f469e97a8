package org.backgroundtasks.durable.internal;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/** Puts a task where it is stored from: the outbox of the transaction, or else that of the request, or else the broker. */
final class DurableQueue implements DurableTasks {

    /** The Jakarta REST request of the CDI request scope. */
    static class CurrentRequest {

        private @Nullable RequestOutbox request;

        void set(RequestOutbox served) {
            request = served;
        }

        @Nullable
        RequestOutbox get() {
            return request;
        }
    }

    private final Engine engine;
    private final Handlers handlers;
    private final Supplier<Broker> broker;
    private final CurrentRequest current;

    DurableQueue(Engine engine, Handlers handlers, Supplier<Broker> broker, CurrentRequest current) {
        this.engine = engine;
        this.handlers = handlers;
        this.broker = broker;
        this.current = current;
    }

    @Override
    public DurableTask add(DurableTask task) {
        Objects.requireNonNull(task, "A durable task must not be null: make one with DurableTask.of(…)");
        if (!(task instanceof OutgoingTask outgoing)) {
            throw new IllegalArgumentException(
                    "A durable task is made with DurableTask.of(…), not by implementing the interface: " + task);
        }
        RequestOutbox request = request();
        outgoing.pack(handlers, request == null ? Origin.NONE : request.origin(), engine);
        Outbox transaction = broker.get().transactionOutbox(tasks -> storeInTransaction(tasks, request));
        boolean waits = transaction != null
                ? transaction.add(outgoing)
                : request != null && request.outbox().add(outgoing);
        if (!waits) {
            broker.get().store(List.of(outgoing.seal()));
            outgoing.stored();
        }
        return outgoing;
    }

    private @Nullable RequestOutbox request() {
        try {
            return current.get();
        } catch (ContextNotActiveException noRequestScope) {
            return null;
        }
    }

    private void storeInTransaction(List<OutgoingTask> tasks, @Nullable RequestOutbox request) {
        try {
            broker.get().store(tasks);
        } catch (NotStoredException refusal) {
            if (request != null) {
                request.outbox().refused(refusal);
            }
            throw refusal;
        }
    }
}
