package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.backgroundtasks.AttachableTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.TransactionOutcome;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.backgroundtasks.spi.TaskStatus;
import org.jspecify.annotations.Nullable;

/** A task from the moment it is made until it has ended. It passes through {@linkplain Phase phases}. */
public final class Task implements AddedTask {

    /** A {@link Work} or a {@link Work.Async}; one field for both keeps a waiting task small. */
    private final Object work;

    private final Options options;
    private long number;
    private @Nullable Consumer<Runnable> context;
    private @Nullable Home home;
    private @Nullable TaskExtras extras;
    private volatile Phase phase = RestingPhase.MADE;

    public Task(Object work, Options options) {
        this.work = BoundWork.required(work);
        this.options = options;
    }

    /** A task that was added elsewhere, and has been brought here to be run. */
    public static Task delivered(Work work, String name, Delivery delivery) {
        Options options = Options.NONE.named(name);
        Duration timeout = delivery.timeout();
        Task task = new Task(work, timeout == null ? options : options.within(timeout));
        task.ownTaskExtras().delivery = delivery;
        task.ownTaskExtras().id = delivery.id();
        return task;
    }

    /** The task that represents one attached to a response; throws if that was attached before. */
    public static Task attached(AttachableTask carrier) {
        Task task = carrier.bind((function, arguments) -> new Task(BoundWork.of(function, arguments), Options.NONE));
        task.ownTaskExtras().id = carrier.id();
        return task;
    }

    /** To be read. */
    private TaskExtras extras() {
        TaskExtras present = extras;
        return present == null ? TaskExtras.NONE : present;
    }

    /** To be written. */
    private synchronized TaskExtras ownTaskExtras() {
        TaskExtras present = extras;
        if (present == null) {
            present = new TaskExtras();
            extras = present;
        }
        return present;
    }

    /** Makes this task one of a request's, before any other thread sees it. */
    public void admit(Home request, Phase holder, long id, Consumer<Runnable> captured) {
        home = request;
        number = id;
        context = captured;
        phase = holder;
    }

    /** Notes the transaction that it is added in. */
    public void follows(@Nullable TransactionOutcome transaction) {
        if (transaction != null) {
            ownTaskExtras().transaction = transaction;
        }
    }

    /** Notes when it was added, on the clock of {@link System#nanoTime}. */
    public void addedAt(long now) {
        Delivery delivery = extras().delivery;
        ownTaskExtras().addedAt = delivery == null ? now : now - delivery.age().toNanos();
    }

    /** Notes what an add-on does around it. */
    public void intercepted(Interception by) {
        ownTaskExtras().interception = by;
    }

    public void moveTo(Phase next) {
        phase = next;
    }

    /** Notes how it ended, for whoever keeps the task. */
    public void end(TaskEvent.Type turn, @Nullable Throwable cause, @Nullable String reason) {
        phase = RestingPhase.endedBy(turn, cause, reason);
    }

    /** Drops what it captured, since its end is reported. */
    public void close() {
        context = null;
        home().finished(this);
    }

    /** Notes what the task reports. */
    public void progressed(double fraction, @Nullable String message) {
        TaskExtras own = ownTaskExtras();
        own.progress = fraction;
        own.message = message;
    }

    @Override
    public boolean cancel() {
        Phase before;
        do {
            before = phase;
            if (before.takeBack(this)) {
                home().cancelledBeforeStart(this);
                return true;
            }
            if (before.stop(this, Stop.cancelled())) {
                home().cancelledWhileRunning(this);
                return true;
            }
            // it may have moved on meanwhile, and has to be looked for there
        } while (before != phase);
        return false;
    }

    /** Whether its present phase is of this type. */
    public boolean isIn(Class<? extends Phase> type) {
        return type.isInstance(phase);
    }

    /** Takes it back if it has not started, wherever it waits; does not report that. */
    public boolean takeBack() {
        Phase before;
        do {
            before = phase;
            if (before.takeBack(this)) {
                return true;
            }
        } while (before != phase);
        return false;
    }

    /** Stops it if it runs; does not report that. */
    public boolean stop(Stop stop) {
        return phase.stop(this, stop);
    }

    @Override
    public String id() {
        String given = extras().id;
        return given == null ? BoundWork.idOf(work, number) : given;
    }

    /** Which attempt at it this is. */
    public int attempt() {
        Delivery delivery = extras().delivery;
        return delivery == null ? 1 : delivery.attempt();
    }

    @Override
    public @Nullable Delivery delivery() {
        return extras().delivery;
    }

    @Override
    public long addedAt() {
        return extras().addedAt;
    }

    @Override
    public @Nullable String label() {
        return options.label();
    }

    @Override
    public @Nullable String key() {
        return options.key();
    }

    public Options options() {
        return options;
    }

    /** What its execution is to do. */
    public Object work() {
        return work;
    }

    @Override
    public Object function() {
        return BoundWork.functionOf(work);
    }

    @Override
    public List<? extends @Nullable Object> arguments() {
        return BoundWork.argumentsOf(work);
    }

    @Override
    public String name() {
        String label = label();
        return label == null ? BoundWork.nameOf(work) : label;
    }

    public Home home() {
        return Objects.requireNonNull(home);
    }

    @Override
    public Origin origin() {
        return home().origin();
    }

    public @Nullable TransactionOutcome transaction() {
        return extras().transaction;
    }

    public @Nullable Interception interception() {
        return extras().interception;
    }

    public boolean runsAfter(Outcome outcome) {
        return options.condition().allows(outcome);
    }

    @Override
    public boolean isToRun() {
        return runsAfter(home().outcome());
    }

    @Override
    public TaskStatus status() {
        Phase now = phase;
        TaskExtras noted = extras();
        return now instanceof RestingPhase end
                ? new TaskStatus(end.turn(), noted.progress, noted.message, end.cause(), end.reason())
                : new TaskStatus(now.turn(), noted.progress, noted.message, null, null);
    }

    @Override
    public @Nullable Object result() {
        return extras().result;
    }

    @Override
    public void attachResult(Object found) {
        ownTaskExtras().result = found;
    }

    /** Does this on this thread, in the context captured at add. */
    public void runInContext(Runnable action) {
        Objects.requireNonNull(context).accept(action);
    }

    /** Does something else in that context, or in the present one if the container refuses that. */
    public void inContext(Runnable action) {
        Consumer<Runnable> captured = context;
        if (captured == null) {
            action.run();
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        try {
            captured.accept(() -> {
                begun.set(true);
                action.run();
            });
        } catch (RuntimeException | Error refusal) {
            if (begun.get()) {
                throw refusal;
            }
            action.run();
        }
    }

    /** As logs show it, on one line: the id, the name or the function's class, and where it was added. */
    @Override
    public String toString() {
        String label = label();
        String shown = label == null ? name() : '\'' + label + '\'';
        Home request = home;
        if (request == null) {
            return LogText.oneLine(shown);
        }
        String origin = request.origin().toString();
        return LogText.oneLine('#' + id() + ' ' + shown + (origin.isEmpty() ? "" : " of " + origin));
    }
}
