package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/** A task from the moment it is made until it is reported. Once added, its options are guarded by its ledger. */
public final class PendingTask implements BackgroundTask {

    /** Whether any task was ever made that could be attached to a response: spares all others the look at its headers. */
    private static volatile boolean attachableExists;

    /** A {@link Work} or a {@link Work.Async}; one field for both keeps a waiting task small. */
    private final Object work;

    private boolean afterSuccess = true;
    private boolean afterFailure;
    private boolean concurrent;
    private boolean tracked;

    private long id;
    private @Nullable Ledger ledger;
    private @Nullable Consumer<Runnable> context;
    private @Nullable Extras extras;
    /** Null while the task is held. */
    private volatile @Nullable TaskRun run;

    /** What few tasks have, apart from the others, which stay small while they wait. */
    private static final class Extras {
        private static final Extras NONE = new Extras();

        private @Nullable String name;
        private @Nullable Duration timeout;
        private long addedAt;
        private @Nullable Delivery delivery;
        private @Nullable TransactionOutcome transaction;
        private TaskInterceptor.@Nullable Interception interception;
    }

    private PendingTask(Object work) {
        this.work = work;
    }

    /** To be read. */
    private Extras extras() {
        Extras present = extras;
        return present == null ? Extras.NONE : present;
    }

    /** To be written. */
    private Extras ownExtras() {
        Extras present = extras;
        if (present == null) {
            present = new Extras();
            extras = present;
        }
        return present;
    }

    public static PendingTask of(Work work) {
        return new PendingTask(required(work));
    }

    public static <A extends @Nullable Object> PendingTask of(Work.With1<A> work, A a) {
        required(work);
        return of(new Bound1<>(work, a));
    }

    public static <A extends @Nullable Object, B extends @Nullable Object> PendingTask of(
            Work.With2<A, B> work, A a, B b) {
        required(work);
        return of(new Bound2<>(work, a, b));
    }

    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> PendingTask of(
            Work.With3<A, B, C> work, A a, B b, C c) {
        required(work);
        return of(new Bound3<>(work, a, b, c));
    }

    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            PendingTask of(Work.With4<A, B, C, D> work, A a, B b, C c, D d) {
        required(work);
        return of(new Bound4<>(work, a, b, c, d));
    }

    public static PendingTask ofAsync(Work.Async work) {
        return new PendingTask(required(work));
    }

    /** A task that was added elsewhere, and has been brought here to be run. */
    static PendingTask delivered(Work work, String name, Delivery delivery) {
        PendingTask task = of(work);
        task.ownExtras().name = name;
        task.ownExtras().delivery = delivery;
        return task;
    }

    /** Notes that the task may be attached to a response. */
    public static PendingTask attachable(PendingTask task) {
        attachableExists = true;
        return task;
    }

    public static boolean attachableExists() {
        return attachableExists;
    }

    private static <T> T required(@Nullable T work) {
        return Objects.requireNonNull(
                work, "A background task needs work to do: pass a function, as in tasks.add(mailer::send, email)");
    }

    @Override
    public BackgroundTask named(String name) {
        Objects.requireNonNull(name, "A task's name must not be null: leave named(…) out for a task without a name");
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A task's name must not be blank: leave named(…) out for a task without a name");
        }
        return change(task -> task.ownExtras().name = name);
    }

    @Override
    public BackgroundTask always() {
        return change(task -> task.runsAfter(true, true));
    }

    @Override
    public BackgroundTask onError() {
        return change(task -> task.runsAfter(false, true));
    }

    @Override
    public BackgroundTask concurrent() {
        return change(task -> task.concurrent = true);
    }

    @Override
    public BackgroundTask timeout(Duration timeout) {
        Objects.requireNonNull(
                timeout, "A task's timeout must not be null: leave timeout(…) out for a task without one");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("A task's timeout must be positive, but is " + timeout
                    + ": leave timeout(…) out for a task that may run as long as it takes");
        }
        return change(task -> task.ownExtras().timeout = timeout);
    }

    @Override
    public BackgroundTask tracked() {
        return change(task -> task.tracked = true);
    }

    private BackgroundTask change(Consumer<PendingTask> option) {
        Ledger holder = ledger;
        if (holder == null) {
            option.accept(this);
        } else {
            holder.change(this, option);
        }
        return this;
    }

    private void runsAfter(boolean success, boolean failure) {
        afterSuccess = success;
        afterFailure = failure;
    }

    /**
     * Makes this task one of the ledger's, with the caller's context and transaction; called with the ledger's lock. Two
     * ledgers may want it at once, if the application keeps a task where several requests find it.
     */
    synchronized void joins(Ledger holder, Engine engine) {
        if (ledger != null) {
            throw new IllegalStateException("This task was added before: a BackgroundTask stands for one run, so make"
                    + " another with BackgroundTask.of(…) for " + this);
        }
        context = engine.resources().contextService().contextualConsumer(Runnable::run);
        Delivery delivery = extras().delivery;
        // the transaction of a delivery ends after it
        TransactionOutcome transaction = delivery == null ? engine.resources().currentTransaction() : null;
        if (transaction != null) {
            ownExtras().transaction = transaction;
        }
        id = engine.nextId();
        long now = engine.reporter().now();
        if (now != 0) {
            ownExtras().addedAt = delivery == null ? now : now - delivery.age().toNanos();
        }
        ledger = holder;
    }

    /** What an add-on does around this task; null where there is no add-on. */
    void intercepted(TaskInterceptor.@Nullable Interception by) {
        if (by != null) {
            ownExtras().interception = by;
        }
    }

    TaskInterceptor.@Nullable Interception interception() {
        return extras().interception;
    }

    /** Ends the time in which the task is held. */
    void isIn(TaskRun released) {
        run = released;
    }

    /** Unique within the application since it was deployed, once the task is added; that of a delivery is unique everywhere. */
    public String id() {
        Delivery delivery = extras().delivery;
        return delivery == null ? Long.toString(id) : delivery.id();
    }

    int attempt() {
        Delivery delivery = extras().delivery;
        return delivery == null ? 1 : delivery.attempt();
    }

    /** What it brought along if it was added elsewhere. */
    public @Nullable Delivery delivery() {
        return extras().delivery;
    }

    /** On the clock of {@link System#nanoTime}, zero if nobody wanted to know. */
    public long addedAt() {
        return extras().addedAt;
    }

    /** The ledger that it was added to. */
    public Ledger ledger() {
        return Objects.requireNonNull(ledger);
    }

    @Nullable
    TaskRun taskRun() {
        return run;
    }

    /** Whether it was stopped while it ran, or taken back; of a delivery, which is alone in its run. */
    public boolean wasStopped() {
        TaskRun present = run;
        return present == null || present.wasStopped();
    }

    boolean isNamed(String candidate) {
        return candidate.equals(extras().name);
    }

    boolean isConcurrent() {
        return concurrent;
    }

    boolean isTracked() {
        return tracked;
    }

    /** The name that it was given. */
    public @Nullable String name() {
        return extras().name;
    }

    @Nullable
    Duration timeout() {
        return extras().timeout;
    }

    @Nullable
    TransactionOutcome transaction() {
        return extras().transaction;
    }

    boolean runsAfter(Outcome outcome) {
        return outcome == Outcome.FAILED ? afterFailure : afterSuccess;
    }

    /** What its run is to do. */
    Object work() {
        return work;
    }

    /** Does this on this thread, in the context of the moment the task was added. */
    void runInContext(Runnable performance) {
        Objects.requireNonNull(context).accept(performance);
    }

    /**
     * Does something else in that context; in the present one if the container refuses that, or while the task is held, since
     * it is then touched by its request alone.
     */
    void inContext(Runnable action) {
        Consumer<Runnable> captured = context;
        if (run == null || captured == null) {
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

    /** The name, or else the class that the function was written in. */
    public String called() {
        String name = name();
        if (name != null) {
            return name;
        }
        Object function = work instanceof Bound bound ? bound.function() : work;
        String written = function.getClass().getName();
        int lambda = written.indexOf("$$Lambda");
        return lambda < 0 ? written : written.substring(0, lambda);
    }

    /** Whether it will run, as far as is known of its request. */
    public boolean isToRun() {
        return runsAfter(ledger().outcome());
    }

    /** What the function is called with. */
    public List<? extends @Nullable Object> arguments() {
        return work instanceof Bound bound ? bound.arguments() : List.of();
    }

    /** As it stands in logs: the name, or else the class the function was written in; then the request it came from. */
    @Override
    public String toString() {
        String name = name();
        String called = name != null ? '\'' + name + '\'' : called();
        Ledger holder = ledger;
        return holder == null ? called : '#' + id() + ' ' + called + holder.origin();
    }

    /** A function with its arguments; no lambda, so that the function's own class can be told. */
    private interface Bound extends Work {
        Object function();

        List<? extends @Nullable Object> arguments();
    }

    private record Bound1<A extends @Nullable Object>(Work.With1<A> function, A a) implements Bound {
        @Override
        public void run() throws Exception {
            function.run(a);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a);
        }
    }

    private record Bound2<A extends @Nullable Object, B extends @Nullable Object>(Work.With2<A, B> function, A a, B b)
            implements Bound {
        @Override
        public void run() throws Exception {
            function.run(a, b);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b);
        }
    }

    private record Bound3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
            Work.With3<A, B, C> function, A a, B b, C c) implements Bound {
        @Override
        public void run() throws Exception {
            function.run(a, b, c);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b, c);
        }
    }

    private record Bound4<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>(
            Work.With4<A, B, C, D> function, A a, B b, C c, D d) implements Bound {
        @Override
        public void run() throws Exception {
            function.run(a, b, c, d);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b, c, d);
        }
    }
}
