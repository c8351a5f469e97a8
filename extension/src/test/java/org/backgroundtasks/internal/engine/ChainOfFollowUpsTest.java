package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-1 A task that adds itself again, many times")
@Timeout(120)
class ChainOfFollowUpsTest {

    private static final int LENGTH = 20_000;

    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger deepest = new AtomicInteger();

    private void again(BackgroundTasks injected, int left) {
        ran.incrementAndGet();
        int depth = StackWalker.getInstance()
                .walk(frames -> frames.mapToInt(frame -> 1).sum());
        deepest.accumulateAndGet(depth, Math::max);
        if (left > 1) {
            injected.add(this::again, injected, left - 1);
        }
    }

    private void runsAll(TestApplication app) {
        app.run(tasks -> tasks.add(this::again, app.get(BackgroundTasks.class), LENGTH));
        assertThat(ran).hasValue(LENGTH);
        int depthOfTwo = depthOfTwo(app);
        assertThat(deepest).hasValueLessThanOrEqualTo(depthOfTwo);
    }

    /** What a chain of two takes, which any other may take too. */
    private int depthOfTwo(TestApplication app) {
        int depth = deepest.getAndSet(0);
        app.run(tasks -> tasks.add(this::again, app.get(BackgroundTasks.class), 2));
        return deepest.getAndSet(depth);
    }

    @Test
    @DisplayName("C-35 a chain of 20,000 follow-ups that the executor refuses runs in constant stack")
    void refused() {
        try (TestApplication app =
                TestApplication.with().executor(FindingsExecutor.REFUSES).start()) {
            runsAll(app);
        }
    }

    @Test
    @DisplayName("C-35 a chain of 20,000 follow-ups on an executor that runs inline runs in constant stack")
    void inline() {
        try (TestApplication app =
                TestApplication.with().executor((real, work) -> work.run()).start()) {
            runsAll(app);
        }
    }

    @Test
    @DisplayName(
            "C-35 a chain of 20,000 follow-ups on the caller's thread, as test kits want it, runs in constant stack")
    void callerRuns() {
        try (TestApplication app = TestApplication.with().start()) {
            app.engine().testHooks().callerRunsWhile(() -> true);
            runsAll(app);
        }
    }

    @Test
    @DisplayName("C-35 a chain of 20,000 follow-ups runs to its end while the application drains")
    void draining() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestApplication app =
                TestApplication.with().drainTimeout("110").threads(1).start()) {
            Ledger ledger = app.request();
            BackgroundTasks injected = app.get(BackgroundTasks.class);
            ledger.queue().add(() -> {
                started.countDown();
                goOn.await();
                injected.add(this::again, injected, LENGTH);
            });
            ledger.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> app.engine().drain());
            while (!app.engine().isStopping()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            drained.join();
            assertThat(app.engine().hasStopped()).isFalse();
            assertThat(ran).hasValue(LENGTH);
        }
    }
}
