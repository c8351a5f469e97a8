package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.FAILED;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-5, E-11 What is not the engine's, and throws where it must not")
@Timeout(60)
class StrangersTest {

    private static final String THREADS = "java:comp/DefaultManagedThreadFactory";

    private static final class BrokenHandler extends Handler {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void publish(LogRecord entry) {
            asked.incrementAndGet();
            throw new IllegalStateException("broken, on purpose");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    @DisplayName(
            "E-5 C-34 a log handler that throws costs neither the failed task its report nor the next task its turn")
    void logHandler() {
        Logger logger = Logger.getLogger("org.backgroundtasks");
        BrokenHandler broken = new BrokenHandler();
        AtomicBoolean next = new AtomicBoolean();
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            logger.addHandler(broken);
            Ledger request = app.request();
            BackgroundTask fails = request.queue().add(() -> {
                throw new IllegalStateException("on purpose");
            });
            request.queue().add(() -> next.set(true));
            app.complete(request);
            assertThat(broken.asked).hasPositiveValue();
            assertThat(next).isTrue();
            assertThat(app.get(FindingsJournal.class).turnsOf(fails.id())).endsWith(FAILED);
            assertThat(app.engine().unfinished()).isEmpty();
        } finally {
            logger.removeHandler(broken);
        }
    }

    /** A stage of a class of its own. */
    private static final class OwnStage extends CompletableFuture<String> {
        private final BiConsumer<OwnStage, BiConsumer<? super String, ? super Throwable>> observed;

        OwnStage(BiConsumer<OwnStage, BiConsumer<? super String, ? super Throwable>> observed) {
            this.observed = observed;
        }

        CompletableFuture<String> observe(BiConsumer<? super String, ? super Throwable> action) {
            return super.whenComplete(action);
        }

        @Override
        public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
            observed.accept(this, action);
            return this;
        }
    }

    private void endsOnce(OwnStage stage, TaskEvent.Type end) {
        AtomicInteger next = new AtomicInteger();
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            Ledger request = app.request();
            BackgroundTask task = request.queue().addAsync(() -> stage);
            BackgroundTask second = request.queue().add(next::incrementAndGet);
            BackgroundTask third = request.queue().add(next::incrementAndGet);
            app.complete(request);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(task.id())).hasSize(3).endsWith(end);
            assertThat(journal.turnsOf(second.id())).hasSize(3).endsWith(SUCCEEDED);
            assertThat(journal.turnsOf(third.id())).hasSize(3).endsWith(SUCCEEDED);
            assertThat(next).hasValue(2);
        }
    }

    @Test
    @DisplayName("E-5 C-34 a stage whose whenComplete throws fails its task, and the next tasks run")
    void whenCompleteThrows() {
        endsOnce(
                new OwnStage((stage, action) -> {
                    throw new IllegalStateException("on purpose");
                }),
                FAILED);
    }

    @Test
    @DisplayName("E-5 C-34 a stage whose whenComplete throws after it has called back ends its task once")
    void whenCompleteThrowsAfterwards() {
        endsOnce(
                new OwnStage((stage, action) -> {
                    action.accept("done", null);
                    throw new IllegalStateException("on purpose");
                }),
                SUCCEEDED);
    }

    @Test
    @DisplayName("E-5 C-34 a stage that calls back twice ends its task once, and no other task")
    void calledBackTwice() {
        endsOnce(
                new OwnStage((stage, action) -> {
                    action.accept("done", null);
                    action.accept(null, new IllegalStateException("on purpose"));
                }),
                SUCCEEDED);
    }

    /** Calls back once more while the task after the one of the stage is in its function. */
    private static void callsBackLate(
            TaskEvent.Type end, BiConsumer<OwnStage, BiConsumer<? super String, ? super Throwable>> atFirst)
            throws Exception {
        CountDownLatch secondRuns = new CountDownLatch(1);
        CountDownLatch calledBack = new CountDownLatch(1);
        OwnStage stage = new OwnStage((own, action) -> {
            var unused = own.observe(action);
            atFirst.accept(own, action);
        });
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app =
                        TestApplication.with(FindingsJournal.class).start()) {
            Ledger request = app.request();
            BackgroundTask task = request.queue().addAsync(() -> stage);
            BackgroundTask second = request.queue().add(() -> {
                secondRuns.countDown();
                calledBack.await();
            });
            request.release(Outcome.SUCCEEDED, Runnable::run);
            secondRuns.await();
            stage.complete("late");
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(second.id())).hasSize(2).endsWith(TaskEvent.Type.STARTED);
            calledBack.countDown();
            app.awaitIdle();
            assertThat(journal.turnsOf(task.id())).hasSize(3).endsWith(end);
            assertThat(journal.turnsOf(second.id())).hasSize(3).endsWith(SUCCEEDED);
            assertThat(log.lines()).hasSize(end == FAILED ? 1 : 0);
        }
    }

    @Test
    @DisplayName(
            "E-5 C-34 a stage whose whenComplete throws, and which calls back later all the same, ends its own task alone")
    void callsBackAfterThrowing() throws Exception {
        callsBackLate(FAILED, (stage, action) -> {
            throw new IllegalStateException("on purpose");
        });
    }

    @Test
    @DisplayName("E-5 C-34 a stage that calls back at once, and once more later, ends its own task alone")
    void callsBackOnceMore() throws Exception {
        callsBackLate(SUCCEEDED, (stage, action) -> action.accept("at once", null));
    }

    /** Throws when it is asked, or cancelled. */
    private static final class Hostile extends CompletableFuture<String> {
        @Override
        public boolean isDone() {
            throw new IllegalStateException("isDone, on purpose");
        }

        @Override
        public boolean cancel(boolean interrupt) {
            throw new IllegalStateException("cancel, on purpose");
        }
    }

    @Test
    @DisplayName("E-11 C-34 a stage whose cancel throws does not make the drain throw, and its task is listed")
    void cancelThrows() {
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with().drainTimeout("0").start()) {
            Hostile stage = new Hostile();
            Ledger request = app.request();
            request.queue().named("hostile").addAsync(() -> stage);
            request.release(Outcome.SUCCEEDED, Runnable::run);
            while (stage.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            app.engine().drain();
            assertThat(log.lines(Level.SEVERE)).singleElement().asString().contains("'hostile'", "interrupted");
            stage.complete("at last");
            app.awaitIdle();
        }
    }

    @Test
    @DisplayName("E-11 C-34 a stage whose cancel throws does not make cancel throw")
    void cancelOfHostileStage() {
        try (TestApplication app = TestApplication.with().start()) {
            Hostile stage = new Hostile();
            Ledger request = app.request();
            BackgroundTask task = request.queue().addAsync(() -> stage);
            request.release(Outcome.SUCCEEDED, Runnable::run);
            while (stage.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            assertThat(task.cancel()).isTrue();
            stage.complete("at last");
            app.awaitIdle();
        }
    }

    private static void bindThreads(Runnable onNewThread, Runnable onStart) {
        FindingsNaming.bind(
                THREADS,
                Proxy.newProxyInstance(
                        StrangersTest.class.getClassLoader(),
                        new Class<?>[] {ManagedThreadFactory.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("newThread")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            onNewThread.run();
                            return new Thread((Runnable) arguments[0]) {
                                @Override
                                public synchronized void start() {
                                    onStart.run();
                                    super.start();
                                }
                            };
                        }));
    }

    private static void refuse() {
        throw new IllegalStateException("no thread, on purpose");
    }

    private static void worksWithoutThreads(Runnable onNewThread, Runnable onStart) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch hangs = new CountDownLatch(1);
        try (TestApplication app = TestApplication.with(FindingsJournal.class)
                .executor((real, work) -> {
                    if (hangs.getCount() > 0) {
                        real.execute(work);
                    } else {
                        throw new RejectedExecutionException("on purpose");
                    }
                })
                .start()) {
            bindThreads(onNewThread, onStart);
            Ledger request = app.request();
            BackgroundTask timed = request.queue()
                    .timeout(Duration.ofMillis(50))
                    .add(() -> {
                        ran.incrementAndGet();
                        new CountDownLatch(1).await();
                    });
            app.complete(request);
            assertThat(app.get(FindingsJournal.class).turnsOf(timed.id())).endsWith(TaskEvent.Type.TIMED_OUT);

            hangs.countDown();
            // within a request scope another thread has to run what is refused
            app.inRequestScope(tasks -> tasks.add(ran::incrementAndGet));
            request.queue().add(ran::incrementAndGet);
            app.awaitIdle();
            assertThat(ran).hasValue(3);
        }
    }

    @Test
    @DisplayName("E-11 C-34 a thread factory that throws costs no task, no timeout, and no gate an exception")
    void threadFactoryThrows() throws Exception {
        worksWithoutThreads(StrangersTest::refuse, () -> {});
    }

    @Test
    @DisplayName(
            "E-11 C-34 a container's thread that does not start costs no task, no timeout, and no gate an exception")
    void threadDoesNotStart() throws Exception {
        worksWithoutThreads(() -> {}, StrangersTest::refuse);
    }
}
