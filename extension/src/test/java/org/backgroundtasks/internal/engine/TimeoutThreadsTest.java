package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;
import static org.backgroundtasks.TaskEvent.Type.TIMED_OUT;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-7, E-8 Timeouts, and the threads that act on them")
@Timeout(60)
class TimeoutThreadsTest {

    /** Lets everything in until it is told to refuse. */
    private static final class Door {
        private final AtomicBoolean closed = new AtomicBoolean();

        TestApplication.Builder application() {
            return TestApplication.with(FindingsJournal.class).executor((real, work) -> {
                if (closed.get()) {
                    throw new RejectedExecutionException("closed, on purpose");
                }
                real.execute(work);
            });
        }
    }

    private static void hang() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    @DisplayName("E-7 C-20 what follows a timed-out stage delays no other timeout, although the executor refuses it")
    void continuationDelaysNoTimeout() throws Exception {
        Door door = new Door();
        CountDownLatch followsRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        try (TestApplication app = door.application().start()) {
            Ledger other = app.request();
            BackgroundTask hangs = other.queue().timeout(Duration.ofSeconds(1)).add(TimeoutThreadsTest::hang);
            Ledger request = app.request();
            request.queue().timeout(Duration.ofMillis(50)).addAsync(() -> stage);
            request.queue().add(() -> {
                followsRuns.countDown();
                goOn.await();
            });
            other.release(Outcome.SUCCEEDED, Runnable::run);
            request.release(Outcome.SUCCEEDED, Runnable::run);
            while (stage.getNumberOfDependents() == 0 && !stage.isDone()) {
                Thread.onSpinWait();
            }
            door.closed.set(true);
            followsRuns.await();
            // would never come if the thread of the timeouts were in the task
            app.get(FindingsJournal.class)
                    .await(event -> event.taskId().equals(hangs.id()) && event.type() == TIMED_OUT);
            goOn.countDown();
            app.awaitIdle();
        }
    }

    @Test
    @DisplayName("E-7 C-20 what depends on a timed-out stage delays no other timeout")
    void dependentDelaysNoTimeout() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            Ledger other = app.request();
            BackgroundTask hangs = other.queue().timeout(Duration.ofMillis(500)).add(TimeoutThreadsTest::hang);
            Ledger request = app.request();
            request.queue().timeout(Duration.ofMillis(50)).addAsync(() -> {
                var unused = stage.whenComplete((none, cause) -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException interrupted) {
                        throw new AssertionError(interrupted);
                    }
                });
                return stage;
            });
            other.release(Outcome.SUCCEEDED, Runnable::run);
            request.release(Outcome.SUCCEEDED, Runnable::run);
            app.get(FindingsJournal.class)
                    .await(event -> event.taskId().equals(hangs.id()) && event.type() == TIMED_OUT);
            goOn.countDown();
            app.awaitIdle();
        }
    }

    @Test
    @DisplayName(
            "E-7 C-20 what follows a stage does not run on the thread that completes it, although the executor refuses")
    void continuationLeavesEventLoop() throws Exception {
        Door door = new Door();
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        try (TestApplication app = door.application().start()) {
            Ledger request = app.request();
            request.queue().addAsync(() -> stage);
            request.queue().add(() -> ranOn.set(Thread.currentThread()));
            request.release(Outcome.SUCCEEDED, Runnable::run);
            while (stage.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            door.closed.set(true);
            stage.complete(null);
            app.awaitIdle();
            assertThat(ranOn).doesNotHaveValue(null).doesNotHaveValue(Thread.currentThread());
        }
    }

    @Test
    @DisplayName("E-8 C-27 a scheduler that rejects everything fails no task that has a timeout, and the timeout holds")
    void schedulerRejects() {
        AtomicInteger asked = new AtomicInteger();
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            FindingsNaming.bind(
                    "java:comp/DefaultManagedScheduledExecutorService",
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ManagedScheduledExecutorService.class},
                            (proxy, method, arguments) -> {
                                asked.incrementAndGet();
                                throw new RejectedExecutionException("suspended, on purpose");
                            }));
            Ledger request = app.request();
            BackgroundTask quick =
                    request.queue().timeout(Duration.ofSeconds(30)).add(() -> {});
            BackgroundTask hangs =
                    request.queue().timeout(Duration.ofMillis(50)).add(TimeoutThreadsTest::hang);
            app.complete(request);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(quick.id())).endsWith(SUCCEEDED);
            assertThat(journal.turnsOf(hangs.id())).endsWith(TIMED_OUT);
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    @DisplayName("E-8 C-27 a timeout holds although the thread that watches it is interrupted")
    void watcherInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            AtomicReference<Thread> watcher = new AtomicReference<>();
            FindingsNaming.bind(
                    "java:comp/DefaultManagedThreadFactory",
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {jakarta.enterprise.concurrent.ManagedThreadFactory.class},
                            (proxy, method, arguments) -> {
                                Thread made = new Thread((Runnable) arguments[0]);
                                watcher.compareAndSet(null, made);
                                return made;
                            }));
            Ledger request = app.request();
            BackgroundTask hangs = request.queue()
                    .timeout(Duration.ofMillis(300))
                    .add(() -> {
                        started.countDown();
                        hang();
                    });
            request.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            watcher.get().interrupt();
            app.awaitIdle();
            assertThat(app.get(FindingsJournal.class).turnsOf(hangs.id())).endsWith(TIMED_OUT);
        }
    }
}
