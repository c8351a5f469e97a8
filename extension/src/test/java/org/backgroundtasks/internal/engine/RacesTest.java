package org.backgroundtasks.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
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

    private static BackgroundTask addNoting(BareEngine bare, RequestTasks request) {
        return request.queue().add(() -> bare.note("ran"));
    }

    private static void release(RequestTasks request) {
        request.release(Outcome.SUCCEEDED, Runnable::run);
    }

    /** Whether it was attached. */
    private static boolean attached(RequestTasks request, BackgroundTask task) {
        try {
            return request.attach(task);
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /** Tasks that are refused late run on threads of their own. */
    private static void awaitIdle(BareEngine bare) {
        try {
            check(bare.engine().monitor().awaitIdle(Duration.ofSeconds(60)), bare);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    @DisplayName("C-7 a task that is added while the response completes runs once")
    void addAndRelease() {
        inEveryOrder(false, RacesTest::addAndRelease);
    }

    @Test
    @DisplayName("C-30 a task that is added while the response completes runs once, also if the executor refuses it")
    void addAndRefusedRelease() {
        manyTimes(true, RacesTest::addAndRelease);
    }

    private static void addAndRelease(BareEngine bare) {
        RequestTasks request = bare.request();
        AtomicReference<BackgroundTask> task = new AtomicReference<>();
        bare.together(() -> task.set(addNoting(bare, request)), () -> release(request));
        awaitIdle(bare);
        check(bare.count("ran") == 1 && bare.ends(task.get()) == 1, bare);
    }

    @Test
    @DisplayName("C-34 a task that is added while the response completes is reported as added before any other turn")
    void addedFirst() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            AtomicReference<BackgroundTask> task = new AtomicReference<>();
            bare.together(() -> task.set(addNoting(bare, request)), () -> release(request));
            String id = " " + task.get().id();
            check(bare.turnsOf(task.get()).equals(List.of("ADDED" + id, "STARTED" + id, "SUCCEEDED" + id)), bare);
        });
    }

    @Test
    @DisplayName("C-34 a task that is added after the response is complete is reported as added before any other turn")
    void lateAddedFirst() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            release(request);
            BackgroundTask task = addNoting(bare, request);
            bare.together();
            String id = " " + task.id();
            check(bare.turnsOf(task).equals(List.of("ADDED" + id, "STARTED" + id, "SUCCEEDED" + id)), bare);
        });
    }

    @Test
    @DisplayName("C-7 two tasks that are added at the same time, one late perhaps, run once each")
    void addAndAdd() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            AtomicReference<BackgroundTask> one = new AtomicReference<>();
            AtomicReference<BackgroundTask> other = new AtomicReference<>();
            bare.together(() -> one.set(addNoting(bare, request)), () -> {
                other.set(addNoting(bare, request));
                release(request);
            });
            check(bare.count("ran") == 2 && bare.ends(one.get()) == 1 && bare.ends(other.get()) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-6 one task that is attached to two responses at the same time runs once, and one of them is refused")
    void attachTwice() {
        manyTimes(false, bare -> {
            RequestTasks one = bare.request();
            RequestTasks other = bare.request();
            BackgroundTask task = BackgroundTask.of(() -> bare.note("ran"));
            AtomicInteger attached = new AtomicInteger();
            bare.together(
                    () -> attached.addAndGet(attached(one, task) ? 1 : 0),
                    () -> attached.addAndGet(attached(other, task) ? 1 : 0));
            release(one);
            release(other);
            bare.together();
            check(attached.get() == 1 && bare.count("ran") == 1 && bare.ends(task) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-4 a task that is cancelled by its key while the response completes is discarded, or runs, and cancel says which")
    void cancelKeyAndRelease() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask task = request.queue().replacing("mail").add(() -> bare.note("ran"));
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(() -> cancelled.set(request.queue().cancel("mail")), () -> release(request));
            check(bare.count("ran") == (cancelled.get() ? 0 : 1) && bare.ends(task) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-4 a task that is added with another's key while the response completes replaces it, or runs late beside it")
    void replaceAndRelease() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTasks keyed = request.queue().replacing("mail");
            BackgroundTask one = keyed.add(() -> bare.note("one ran"));
            AtomicReference<BackgroundTask> other = new AtomicReference<>();
            bare.together(() -> other.set(keyed.add(() -> bare.note("other ran"))), () -> release(request));
            boolean replaced = bare.count("DISCARDED " + one.id()) == 1;
            check(bare.count("one ran") == (replaced ? 0 : 1) && bare.count("other ran") == 1, bare);
            check(bare.ends(one) == 1 && bare.ends(other.get()) == 1, bare);
        });
    }

    @Test
    @DisplayName(
            "C-4 a task that is cancelled while the response completes ends once, and cancel says whether it was stopped")
    void cancelAndRelease() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask task = addNoting(bare, request);
            BackgroundTask next = addNoting(bare, request);
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(() -> cancelled.set(task.cancel()), () -> release(request));
            checkCancelled(bare, task, cancelled.get());
            check(bare.count("SUCCEEDED " + next.id()) == 1 && !task.cancel(), bare);
        });
    }

    @Test
    @DisplayName(
            "C-30 a task that is cancelled while the response completes ends once, also if the executor refuses it")
    void cancelAndRefusedRelease() {
        manyTimes(true, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask task = addNoting(bare, request);
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(() -> cancelled.set(task.cancel()), () -> release(request));
            checkCancelled(bare, task, cancelled.get());
        });
    }

    @Test
    @DisplayName("C-22 a concurrent task that is cancelled while it moves to a thread of its own ends once")
    void cancelAndConcurrentStart() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask task = request.queue().concurrent().add(() -> bare.note("ran"));
            BackgroundTask next = addNoting(bare, request);
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(() -> cancelled.set(task.cancel()), () -> release(request));
            checkCancelled(bare, task, cancelled.get());
            check(bare.count("SUCCEEDED " + next.id()) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-4 a task that has not ended is cancelled for certain, however it moves on meanwhile")
    void cancelCannotMiss() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            AtomicBoolean answered = new AtomicBoolean();
            BackgroundTask task = request.queue().concurrent().add(() -> {
                while (!answered.get()) {
                    Thread.onSpinWait();
                }
            });
            addNoting(bare, request);
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(
                    () -> {
                        cancelled.set(task.cancel());
                        answered.set(true);
                    },
                    () -> release(request));
            checkCancelled(bare, task, cancelled.get());
            check(cancelled.get() && bare.count("ran") == 1, bare);
        });
    }

    /** Discarded if it never ran, interrupted if it did, and neither unless cancel said so. */
    private static void checkCancelled(BareEngine bare, BackgroundTask task, boolean cancelled) {
        check(bare.ends(task) == 1, bare);
        check(
                cancelled == (bare.count("DISCARDED " + task.id()) + bare.count("INTERRUPTED " + task.id()) == 1)
                        && cancelled == (bare.count("SUCCEEDED " + task.id()) == 0),
                bare);
        check(bare.count("DISCARDED " + task.id()) + bare.count("STARTED " + task.id()) == 1, bare);
    }

    @Test
    @DisplayName(
            "C-27 a task that is cancelled while its function returns is interrupted or succeeds, and cancel says which")
    void cancelAndEnd() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            CountDownLatch started = new CountDownLatch(1);
            AtomicBoolean goOn = new AtomicBoolean();
            BackgroundTask task = request.queue().add(() -> {
                started.countDown();
                while (!goOn.get()) {
                    Thread.onSpinWait();
                }
            });
            BackgroundTask next = request.queue()
                    .add(() -> bare.note(Thread.currentThread().isInterrupted() ? "interrupted" : "clean"));
            AtomicBoolean cancelled = new AtomicBoolean();
            release(request);
            bare.together(
                    () -> {
                        await(started);
                        goOn.set(true);
                    },
                    () -> {
                        await(started);
                        cancelled.set(task.cancel());
                    });
            checkCancelled(bare, task, cancelled.get());
            check(bare.count("clean") == 1 && bare.count("SUCCEEDED " + next.id()) == 1, bare);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    @DisplayName("C-3 a task that is cancelled while its stage ends ends once, and the next one runs")
    void cancelAndStageEnd() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            CompletableFuture<Void> stage = new CompletableFuture<>();
            BackgroundTask task = request.queue().addAsync(() -> stage);
            BackgroundTask next = addNoting(bare, request);
            release(request);
            bare.together();
            AtomicBoolean cancelled = new AtomicBoolean();
            bare.together(() -> stage.complete(null), () -> cancelled.set(task.cancel()));
            check(bare.ends(task) == 1 && bare.count("INTERRUPTED " + task.id()) == (cancelled.get() ? 1 : 0), bare);
            check(bare.count("ran") == 1 && bare.ends(next) == 1 && !task.cancel(), bare);
        });
    }

    @Test
    @DisplayName("C-32 a task that is cancelled while the application stops ends once")
    void cancelAndDrain() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask task = addNoting(bare, request);
            bare.together(task::cancel, bare.engine()::drain);
            check(bare.ends(task) == 1 && bare.count("ran") == 0, bare);
            check(bare.engine().unfinished().isEmpty(), bare);
        });
    }

    @Test
    @DisplayName("C-3 a stage that ends while its function returns has the next task run once, after it")
    void stageAndNext() {
        inEveryOrder(false, bare -> {
            RequestTasks request = bare.request();
            CompletableFuture<Void> stage = new CompletableFuture<>();
            BackgroundTask asynchronous = request.queue().addAsync(() -> stage);
            BackgroundTask next = request.queue().add(() -> bare.note(stage.isDone() ? "ran" : "too early"));
            bare.together(() -> stage.complete(null), () -> release(request));
            check(bare.count("ran") == 1 && bare.ends(asynchronous) == 1 && bare.ends(next) == 1, bare);
        });
    }

    @Test
    @DisplayName("C-32 a task that is added while the application stops is refused, or reported as left over")
    void addAndDrain() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            BackgroundTask keepsTheStopBusy = addNoting(bare, bare.request());
            AtomicReference<BackgroundTask> task = new AtomicReference<>();
            bare.together(
                    () -> {
                        try {
                            task.set(addNoting(bare, request));
                        } catch (IllegalStateException refused) {
                            bare.note("refused");
                        }
                    },
                    bare.engine()::drain);
            BackgroundTask added = task.get();
            check(bare.ends(keepsTheStopBusy) == 1, bare);
            check(added == null ? bare.count("refused") == 1 : bare.ends(added) == 1, bare);
            check(bare.count("ran") == 0 && bare.engine().unfinished().isEmpty(), bare);
        });
    }

    @Test
    @DisplayName(
            "C-32 the tasks of a response that completes while the application stops run, or are reported as left over")
    void releaseAndDrain() {
        manyTimes(false, RacesTest::releaseAndDrain);
    }

    @Test
    @DisplayName("C-30 tasks that the executor refuses while the application stops run, or are reported as left over")
    void refusedReleaseAndDrain() {
        manyTimes(true, RacesTest::releaseAndDrain);
    }

    private static void releaseAndDrain(BareEngine bare) {
        RequestTasks request = bare.request();
        BackgroundTask one = addNoting(bare, request);
        BackgroundTask other = addNoting(bare, request);
        bare.together(() -> release(request), bare.engine()::drain);
        long ran = Stream.of(one, other)
                .filter(task -> bare.count("DISCARDED " + task.id()) == 0)
                .count();
        check(bare.ends(one) == 1 && bare.ends(other) == 1 && bare.count("ran") == ran, bare);
        check(bare.engine().unfinished().isEmpty(), bare);
    }

    @Test
    @DisplayName(
            "C-32 an open stage that ends while the application stops ends once, and the next task runs or is reported")
    void stageAndDrain() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            CompletableFuture<Void> stage = new CompletableFuture<>();
            BackgroundTask asynchronous = request.queue().addAsync(() -> stage);
            BackgroundTask next = addNoting(bare, request);
            release(request);
            bare.together();
            bare.together(() -> stage.complete(null), bare.engine()::drain);
            awaitIdle(bare);
            check(bare.ends(asynchronous) == 1 && bare.ends(next) == 1, bare);
            check(bare.count("ran") == 1 - bare.count("DISCARDED " + next.id()), bare);
        });
    }

    @Test
    @DisplayName("C-41 whoever awaits idleness is told of the last task's end, however close")
    void awaitIdle() {
        manyTimes(false, bare -> {
            RequestTasks request = bare.request();
            addNoting(bare, request);
            bare.together(() -> release(request), () -> {
                try {
                    bare.note("idle " + bare.engine().monitor().awaitIdle(Duration.ofDays(1)));
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            check(bare.count("idle true") == 1 && bare.count("ran") == 1, bare);
        });
    }
}
