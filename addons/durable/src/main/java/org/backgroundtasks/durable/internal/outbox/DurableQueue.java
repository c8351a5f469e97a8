package org.backgroundtasks.durable.internal.outbox;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.durable.internal.container.Jta;
import org.backgroundtasks.durable.internal.container.JtaLookup;
import org.backgroundtasks.durable.internal.handler.Handlers;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.HandOver;
import org.jspecify.annotations.Nullable;

/** Puts a task where it is stored from: the outbox of the transaction, or else that of the request, or else the store. */
public final class DurableQueue implements DurableTasks {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    /** What all views of a queue share. */
    private record Parts(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Supplier<TaskStore> store,
            JtaLookup transactions,
            CurrentRequest current,
            BackgroundTasks memory) {}

    private final Parts parts;
    private final Options options;

    public DurableQueue(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Supplier<TaskStore> store,
            JtaLookup transactions,
            CurrentRequest current,
            BackgroundTasks memory) {
        this(new Parts(engine, handlers, store, transactions, current, memory), Options.NONE);
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
    public DurableTasks inMemory() {
        return new DurableQueue(parts, options.keptInMemory());
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
                parts.handlers().write(handler, payload),
                options,
                (request == null ? Origin.NONE : request.origin())
                        .within(parts.engine().addOns().traceparent()),
                parts.engine(),
                this::takeBack);
        if (options.inMemory()) {
            return addInMemory(task, handler);
        }
        TaskStore store = parts.store().get();
        Outbox transaction = transactionOutbox(request);
        boolean waits = transaction != null
                ? transaction.add(task)
                : request != null && request.outbox().add(task);
        if (!waits) {
            store.store(List.of(task.seal().toStore()));
            task.stored();
        }
        return task;
    }

    private DurableTask addInMemory(OutgoingTask task, Class<?> handler) {
        BackgroundTasks queue = parts.memory();
        String name = options.name();
        String key = options.key();
        Duration timeout = parts.handlers().attemptTimeout(handler);
        queue = name == null ? queue : queue.named(name);
        queue = key == null ? queue : queue.replacing(key);
        queue = timeout == null ? queue : queue.timeout(timeout);
        return new InMemoryTask(task, queue.add(new InMemoryWork(task, parts.handlers())));
    }

    /** Stores tasks in memory as the application stops. */
    public static HandOver handOverTo(Supplier<TaskStore> store) {
        return InMemoryWork.to(store);
    }

    private @Nullable Outbox transactionOutbox(@Nullable RequestOutbox request) {
        Jta transactions = parts.transactions().find();
        TransactionOutbox found = transactions == null
                ? null
                : transactions.companion(
                        TransactionOutbox.class,
                        () -> new TransactionOutbox(
                                new Outbox(parts.engine().maxPerRequest()),
                                tasks -> storeInTransaction(tasks, request)));
        return found == null ? null : found.outbox();
    }

    private boolean takeBack(OutgoingTask task) {
        boolean taken = parts.store().get().takeBack(task.id());
        if (taken) {
            LOG.log(Level.INFO, "Durable task {0} was cancelled, and taken back from its store", task);
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
            parts.store().get().store(OutboxFilter.toStore(tasks));
        } catch (NotStoredException refusal) {
            if (request != null) {
                request.outbox().refused(refusal);
            }
            throw refusal;
        }
    }
}
