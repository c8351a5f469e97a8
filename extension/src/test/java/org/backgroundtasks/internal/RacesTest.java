package org.backgroundtasks.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Races, in the orders that a checker of interleavings takes them through, and by chance")
class RacesTest {

    /** How many orders the checker takes a race through; none in every build, as it takes minutes, and a busy machine for a hang. */
    private static final int INTERLEAVINGS = Integer.getInteger("races.interleavings", 0);

    /** How often a race is left to chance. */
    private static final int TRIES = Integer.getInteger("races.tries", 200);

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private static void inEveryOrder(boolean refusing, Consumer<BareEngine> race) {
        manyTimes(refusing, race);
        if (INTERLEAVINGS > 0) {
            Lincheck.runConcurrentTest(INTERLEAVINGS, () -> race.accept(new BareEngine(refusing)));
        }
    }

    /** Left to chance, as the checker takes log entries, exceptions and waiting with a timeout for a hang. */
    private static void manyTimes(boolean refusing, Consumer<BareEngine> race) {
        LOGGER.setLevel(Level.OFF);
        try {
            for (int i = 0; i < TRIES; i++) {
                race.accept(new BareEngine(refusing));
            }
        } finally {
            LOGGER.setLevel(null);
        }
    }

    private static void check(boolean holds, BareEngine bare) {
        if (!holds) {
            throw new AssertionError(bare.turns());
        }
    }

    private static PendingTask noting(BareEngine bare) {
        return PendingTask.of(() -> bare.note("ran"));
    }

    private static void release(Ledger tasks) {
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
    }

    /** Whether the task was taken. */
    private static boolean added(Ledger tasks, PendingTask task) {
        try {
            tasks.add(task);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    @Test
    @DisplayName("C-7 a task that is added while the response completes runs once")
    void addAndRelease() {
        inEveryOrder(false, bare -> {
            Ledger tasks = bare.request();
            PendingTask task = noting(bare);
            bare.together(() -> tasks.add(task), () -> release(tasks));
            check(bare.count("ran") == 1 && bare.ends(task) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-7 two tasks that are added at the same time, one late perhaps, run once each")
    void addAndAdd() {
        inEveryOrder(false, bare -> {
            Ledger tasks = bare.request();
            PendingTask one = noting(bare);
            PendingTask other = noting(bare);
            bare.together(() -> tasks.add(one), () -> {
                tasks.add(other);
                release(tasks);
            });
            check(bare.count("ran") == 2 && bare.ends(one) == 1 && bare.ends(other) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-6 one task that is added to two requests at the same time runs once, and one of them is refused")
    void addTwice() {
        manyTimes(false, bare -> {
            Ledger one = bare.request();
            Ledger other = bare.request();
            PendingTask task = noting(bare);
            AtomicInteger added = new AtomicInteger();
            bare.together(
                    () -> added.addAndGet(added(one, task) ? 1 : 0), () -> added.addAndGet(added(other, task) ? 1 : 0));
            release(one);
            release(other);
            bare.together();
            check(added.get() == 1 && bare.count("ran") == 1 && bare.ends(task) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-4 a task that is forgotten while the response completes is discarded, or runs, and forget says which")
    void forgetAndRelease() {
        inEveryOrder(false, bare -> {
            Ledger tasks = bare.request();
            PendingTask task = noting(bare);
            tasks.add(task.named("mail"));
            AtomicBoolean forgotten = new AtomicBoolean();
            bare.together(() -> forgotten.set(tasks.forget("mail")), () -> release(tasks));
            check(bare.count("ran") == (forgotten.get() ? 0 : 1) && bare.ends(task) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-4 a task that takes another's name while the response completes replaces it, or is refused the name")
    void nameAndRelease() {
        inEveryOrder(false, bare -> {
            Ledger tasks = bare.request();
            PendingTask one = noting(bare);
            PendingTask other = noting(bare);
            tasks.add(one.named("mail"));
            tasks.add(other);
            AtomicBoolean refused = new AtomicBoolean();
            bare.together(
                    () -> {
                        try {
                            other.named("mail");
                        } catch (IllegalStateException onItsWay) {
                            refused.set(true);
                        }
                    },
                    () -> release(tasks));
            check(bare.count("ran") == (refused.get() ? 2 : 1) && bare.ends(one) == 1 && bare.ends(other) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-3 a stage that ends while its function returns has the next task run once, after it")
    void stageAndNext() {
        inEveryOrder(false, bare -> {
            Ledger tasks = bare.request();
            CompletableFuture<Void> stage = new CompletableFuture<>();
            PendingTask asynchronous = PendingTask.ofAsync(() -> stage);
            PendingTask next = PendingTask.of(() -> bare.note(stage.isDone() ? "ran" : "too early"));
            tasks.add(asynchronous);
            tasks.add(next);
            bare.together(() -> stage.complete(null), () -> release(tasks));
            check(bare.count("ran") == 1 && bare.ends(asynchronous) == 1 && bare.ends(next) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-32 a task that is added while the application stops is refused, or reported as left over")
    void addAndDrain() {
        manyTimes(false, bare -> {
            Ledger tasks = bare.request();
            PendingTask keepsTheStopBusy = noting(bare);
            bare.request().add(keepsTheStopBusy);
            PendingTask task = noting(bare);
            AtomicBoolean added = new AtomicBoolean();
            bare.together(() -> added.set(added(tasks, task)), bare.engine::drain);
            check(bare.ends(keepsTheStopBusy) == 1 && bare.ends(task) == (added.get() ? 1 : 0), bare);
            check(bare.count("ran") == 0 && bare.engine.open().unfinishedTasks().isEmpty(), bare);
        });
    }

    @Test
    @DisplayName(
            "C-32 a response that completes while the application stops: its tasks run, or are reported as left over")
    void releaseAndDrain() {
        manyTimes(false, RacesTest::releaseAndDrain);
    }

    @Test
    @DisplayName("C-30 and so if the executor refuses them")
    void refusedReleaseAndDrain() {
        manyTimes(true, RacesTest::releaseAndDrain);
    }

    private static void releaseAndDrain(BareEngine bare) {
        Ledger tasks = bare.request();
        PendingTask one = noting(bare);
        PendingTask other = noting(bare);
        tasks.add(one);
        tasks.add(other);
        bare.together(() -> release(tasks), bare.engine::drain);
        long ran = Stream.of(one, other)
                .filter(task -> bare.count("DISCARDED " + task.id()) == 0)
                .count();
        check(bare.ends(one) == 1 && bare.ends(other) == 1 && bare.count("ran") == ran, bare);
        check(bare.engine.open().unfinishedTasks().isEmpty(), bare);
    }

    @Test
    @DisplayName(
            "C-32 an open stage that ends while the application stops ends once, and the next task runs or is reported")
    void stageAndDrain() {
        manyTimes(false, bare -> {
            Ledger tasks = bare.request();
            CompletableFuture<Void> stage = new CompletableFuture<>();
            PendingTask asynchronous = PendingTask.ofAsync(() -> stage);
            PendingTask next = noting(bare);
            tasks.add(asynchronous);
            tasks.add(next);
            release(tasks);
            bare.together();
            bare.together(() -> stage.complete(null), bare.engine::drain);
            check(bare.ends(asynchronous) == 1 && bare.ends(next) == 1, bare);
            check(bare.count("ran") == 1 - bare.count("DISCARDED " + next.id()), bare);
        });
    }

    @Test
    @DisplayName("C-41 awaiting idleness is told of the last task's end, however close")
    void awaitIdle() {
        manyTimes(false, bare -> {
            Ledger tasks = bare.request();
            tasks.add(noting(bare));
            bare.together(() -> release(tasks), () -> {
                try {
                    bare.note("idle " + bare.engine.monitor().awaitIdle(Duration.ofDays(1)));
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            check(bare.count("idle true") == 1 && bare.count("ran") == 1, bare);
        });
    }
}
