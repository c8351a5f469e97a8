package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-10 Asking whether all tasks have ended")
@Timeout(120)
class IdleTest {

    private static final int OVERLAPPING = 200_000;

    @Test
    @DisplayName("E-10 C-41 is never answered with yes while requests overlap, so that some task is always held")
    void neverFalselyIdle() throws Exception {
        try (TestApplication app = TestApplication.with().start()) {
            BackgroundTasksMonitor monitor = app.monitor();
            AtomicBoolean over = new AtomicBoolean();
            ArrayDeque<BackgroundTask> held = new ArrayDeque<>();
            held.add(app.request().queue().add(() -> {}));
            // with two processors the common pool has one thread
            Executor ownThread = work -> new Thread(work).start();
            CompletableFuture<Integer> falselyIdle = CompletableFuture.supplyAsync(
                    () -> {
                        int times = 0;
                        try {
                            while (!over.get()) {
                                times += monitor.awaitIdle(Duration.ZERO) && !over.get() ? 1 : 0;
                            }
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                        return times;
                    },
                    ownThread);
            // each opens before the one before it closes, and not on one thread, as that would hide what a sum can show
            BlockingQueue<BackgroundTask> toClose = new LinkedBlockingQueue<>();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (int i = 0; i < OVERLAPPING; i++) {
                                toClose.take().cancel();
                            }
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                    },
                    ownThread);
            for (int i = 0; i < OVERLAPPING; i++) {
                held.add(app.request().queue().add(() -> {}));
                toClose.add(held.remove());
            }
            closing.join();
            over.set(true);
            assertThat(falselyIdle.get()).isZero();
            held.remove().cancel();
            assertThat(monitor.awaitIdle(Duration.ZERO)).isTrue();
        }
    }
}
