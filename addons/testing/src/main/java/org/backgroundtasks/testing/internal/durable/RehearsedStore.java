package org.backgroundtasks.testing.internal.durable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.NotAcknowledgedException;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.durable.spi.TaskPayloads;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.testing.internal.Rehearsal;
import org.backgroundtasks.testing.internal.Rehearsal.Mode;
import org.backgroundtasks.testing.internal.RehearsedDurable;
import org.backgroundtasks.testing.internal.UnderWay;
import org.jspecify.annotations.Nullable;

/**
 * Gives durable tasks to the test under way. Those that are not only recorded go to the application's store; if it has none, or they
 * are to run at once, their handlers are called here, without any delay.
 */
final class RehearsedStore implements TaskStore {

    private final @Nullable TaskStore real;
    private final StoreContext context;
    private final TaskPayloads payloads;

    RehearsedStore(@Nullable TaskStore real, StoreContext context, TaskPayloads payloads) {
        this.real = real;
        this.context = context;
        this.payloads = payloads;
    }

    @Override
    public void store(List<NewTask> tasks) {
        Mode mode = Rehearsal.currentMode();
        List<RehearsedDurable> rehearsed = new ArrayList<>();
        for (NewTask task : tasks) {
            RehearsedDurable seen = rehearsed(task);
            rehearsed.add(seen);
            Rehearsal.stored(seen);
        }
        if (mode == Mode.RECORDED) {
            return;
        }
        if (mode != Mode.IMMEDIATE && real != null) {
            real.store(tasks);
            return;
        }
        for (int i = 0; i < tasks.size(); i++) {
            TaskEnvelope task = tasks.get(i).task();
            RehearsedDurable seen = rehearsed.get(i);
            if (mode == Mode.IMMEDIATE) {
                handle(task, seen);
            } else {
                UnderWay.all().begin();
                context.engine().startThread(() -> {
                    try {
                        handle(task, seen);
                    } finally {
                        UnderWay.all().end();
                    }
                });
            }
        }
    }

    private RehearsedDurable rehearsed(NewTask task) {
        TaskEnvelope envelope = task.task();
        return new RehearsedDurable(
                envelope.displayName(),
                envelope.handler(),
                envelope.json(),
                task.delay(),
                () -> payloads.read(classOf(envelope), envelope.json()),
                payload -> payloads.write(classOf(envelope), payload));
    }

    private static Class<?> classOf(TaskEnvelope task) {
        try {
            return Class.forName(task.handler(), false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException notHere) {
            throw new IllegalArgumentException("This thread cannot see the handler " + task.handler(), notHere);
        }
    }

    private void handle(TaskEnvelope task, RehearsedDurable seen) {
        HandledHere next = new HandledHere(task, 1, seen);
        while (next != null) {
            seen.attempted(next.attempt());
            try {
                context.receiver().receive(next);
            } catch (NotAcknowledgedException applicationStopped) {
                return;
            }
            next = next.next();
        }
    }

    @Override
    public boolean takeBack(String id) {
        return real != null && real.takeBack(id);
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        return real == null ? null : real.find(statusHash);
    }

    @Override
    public @Nullable StoreOperations operations() {
        return real == null ? null : real.operations();
    }

    @Override
    public String startReceiving() {
        return real == null ? "the test kit handles them, as no store is configured" : real.startReceiving();
    }

    @Override
    public void stopReceiving() {
        if (real != null) {
            real.stopReceiving();
        }
    }

    @Override
    public void awaitReceived(Duration timeout) {
        if (real != null) {
            real.awaitReceived(timeout);
        }
    }

    @Override
    public void close() {
        if (real != null) {
            real.close();
        }
    }

    @Override
    public int consumers() {
        return real == null ? 0 : real.consumers();
    }

    @Override
    public int liveConsumers() {
        return real == null ? 0 : real.liveConsumers();
    }
}
