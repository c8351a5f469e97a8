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
import org.backgroundtasks.testing.internal.Timetable;
import org.backgroundtasks.testing.internal.UnderWay;
import org.jspecify.annotations.Nullable;

/**
 * Gives durable tasks to the test under way. Those that are not only recorded go to the application's store; if it has none, or they
 * are to run at once or in virtual time, their handlers are called here.
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
        Timetable time = Rehearsal.currentTimetable();
        List<HandledHere> deliveries = new ArrayList<>();
        for (NewTask task : tasks) {
            RehearsedDurable seen = rehearsed(task);
            deliveries.add(HandledHere.first(task.task(), 1, task.delay(), seen));
            Rehearsal.stored(seen);
        }
        if (mode == Mode.RECORDED) {
            return;
        }
        if (time != null) {
            deliveries.forEach(delivery -> scheduleIn(time, delivery));
            time.advance(Duration.ZERO);
        } else if (mode == Mode.IMMEDIATE) {
            deliveries.forEach(this::handle);
        } else if (real != null) {
            real.store(tasks);
        } else {
            deliveries.forEach(this::handleLater);
        }
    }

    private void handleLater(HandledHere delivery) {
        UnderWay.all().begin();
        context.engine().startThread(() -> {
            try {
                handle(delivery);
            } finally {
                UnderWay.all().end();
            }
        });
    }

    private void scheduleIn(Timetable time, HandledHere delivery) {
        String id = delivery.task().id();
        delivery.seen().waitsBy(() -> time.untilDue(id));
        time.add(id, delivery.delay(), () -> {
            HandledHere next = attempt(delivery);
            if (next != null) {
                scheduleIn(time, next);
            }
        });
    }

    /** All attempts, without the delays between them. */
    private void handle(HandledHere delivery) {
        HandledHere next = delivery;
        while (next != null) {
            next = attempt(next);
        }
    }

    /** Returns what comes next, null if nothing does. */
    private @Nullable HandledHere attempt(HandledHere delivery) {
        delivery.seen().attempted(delivery.attempt());
        try {
            context.receiver().receive(delivery);
        } catch (NotAcknowledgedException applicationStopped) {
            return null;
        }
        return delivery.next();
    }

    String written(Class<?> handler, Object payload) {
        return payloads.write(handler, payload);
    }

    /** Hands out a task that is not stored, after so many deliveries, this one included; returns why it would be a dead letter. */
    @Nullable
    Throwable deliver(TaskEnvelope task, int deliveries) {
        RehearsedDurable seen = rehearsed(new NewTask(task, Duration.ZERO));
        handle(HandledHere.first(task, deliveries, Duration.ZERO, seen));
        return seen.failure();
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

    @Override
    public boolean takeBack(String id) {
        Timetable time = Rehearsal.currentTimetable();
        return time != null ? time.remove(id) : real != null && real.takeBack(id);
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
        RehearsedStores.closed(this);
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
