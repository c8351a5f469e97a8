package org.backgroundtasks.durable.internal.outbox;

import java.util.List;
import java.util.function.Supplier;
import org.backgroundtasks.durable.internal.handler.Handlers;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.HandOver;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StorableWork;
import org.jspecify.annotations.Nullable;

/** What a task in memory does: what its handler would if it was stored. */
record InMemoryWork(OutgoingTask described, Handlers handlers) implements StorableWork {

    @Override
    public void run() throws Exception {
        handlers.call(described.handler(), described.json());
    }

    @Override
    public String id() {
        return described.id();
    }

    @Override
    public String name() {
        return described.handler();
    }

    /** As its handler gets it. */
    @Override
    public Object payload() {
        return handlers.read(described.handlerClass(), described.json());
    }

    @Override
    public @Nullable String caller() {
        return described.caller();
    }

    @Override
    public @Nullable StatusId statusId() {
        return described.statusId();
    }

    /** Stores such tasks as if they had been added so. */
    static HandOver to(Supplier<TaskStore> store) {
        return tasks -> store.get().store(toStore(tasks));
    }

    private static List<NewTask> toStore(List<StorableWork> tasks) {
        return tasks.stream()
                .map(task -> ((InMemoryWork) task).described.toStore())
                .toList();
    }
}
