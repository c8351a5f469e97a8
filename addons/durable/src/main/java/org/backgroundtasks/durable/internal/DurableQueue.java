package org.backgroundtasks.durable.internal;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.jspecify.annotations.Nullable;

/** Puts a task where it is stored from: the outbox of the transaction, or else that of the request, or else the broker. */
final class DurableQueue implements DurableTasks {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

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

    /** What all views of a queue share. */
    private record Parts(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Supplier<Broker> broker,
            CurrentRequest current,
            int maxPerRequest) {}

    private final Parts parts;
    private final Options options;

    DurableQueue(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Supplier<Broker> broker,
            CurrentRequest current,
            int maxPerRequest) {
        this(new Parts(engine, handlers, broker, current, maxPerRequest), Options.NONE);
    }

    private DurableQueue(Parts parts, Options options) {
        this.parts = parts;
        this.options = options;
    }

    @Override
    public DurableTasks named(String name) {
        return new DurableQueue(parts, options.named(name));
    }

    @Override
    public DurableTasks replacing(String key) {
        return new DurableQueue(parts, options.replacing(key));
    }

    @Override
    public DurableTasks delayed(Duration delay) {
        return new DurableQueue(parts, options.delayed(delay));
    }

    @Override
    public <P> DurableTask add(Class<? extends TaskHandler<P>> handler, P payload) {
        Objects.requireNonNull(handler, "A durable task needs a handler: pass the class of a TaskHandler bean");
        Objects.requireNonNull(
                payload,
                "A durable task's payload must not be null: JSON has a null, but a handler could do nothing with it");
        RequestOutbox request = request();
        OutgoingTask task = new OutgoingTask(
                handler,
                parts.handlers().json(handler, payload),
                options,
                request == null ? Origin.NONE : request.origin(),
                parts.engine(),
                this::takeBack);
        Outbox transaction = parts.broker()
                .get()
                .transactionOutbox(
                        () -> new Outbox(parts.maxPerRequest()), tasks -> storeInTransaction(tasks, request));
        boolean waits = transaction != null
                ? transaction.add(task)
                : request != null && request.outbox().add(task);
        if (!waits) {
            parts.broker().get().store(List.of(task.seal()));
            task.stored();
        }
        return task;
    }

    private boolean takeBack(OutgoingTask task) {
        boolean taken = parts.broker().get().takeBack(task.id());
        if (taken) {
            LOG.log(Level.INFO, "Durable task {0} was cancelled, and taken back from the broker", task);
        }
        return taken;
    }

    private @Nullable RequestOutbox request() {
        try {
            return parts.current().get();
        } catch (ContextNotActiveException noRequestScope) {
            return null;
        }
    }

    private void storeInTransaction(List<OutgoingTask> tasks, @Nullable RequestOutbox request) {
        try {
            parts.broker().get().store(tasks);
        } catch (NotStoredException refusal) {
            if (request != null) {
                request.outbox().refused(refusal);
            }
            throw refusal;
        }
    }
}
