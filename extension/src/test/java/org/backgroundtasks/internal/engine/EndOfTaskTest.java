package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-2 A task whose function has returned, or whose stage has completed")
@Timeout(60)
class EndOfTaskTest {

    private static final AtomicReference<Runnable> CLEAN_UP = new AtomicReference<>(() -> {});

    private final TestApplication app =
            TestApplication.with(FindingsJournal.class, Cleaned.class).start();
    private final FindingsJournal journal = app.get(FindingsJournal.class);

    /** Is cleaned up when the request scope of its task ends. */
    @RequestScoped
    public static class Cleaned {
        public void use() {}

        @PreDestroy
        void cleanUp() {
            CLEAN_UP.get().run();
        }
    }

    @BeforeEach
    void nothingToCleanUp() {
        CLEAN_UP.set(() -> {});
    }

    @AfterEach
    void stop() {
        app.close();
    }

    /** A timeout that was set later has been acted on, so that any earlier one has been too. */
    private void awaitLaterTimeout() {
        Ledger other = app.request();
        BackgroundTask hangs = other.queue().timeout(Duration.ofMillis(100)).add(() -> new CountDownLatch(1).await());
        other.release(Outcome.SUCCEEDED, Runnable::run);
        try {
            journal.await(event -> event.taskId().equals(hangs.id()) && event.type() == TaskEvent.Type.TIMED_OUT);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("The clean-up was interrupted", interrupted);
        }
    }

    @Test
    @DisplayName("C-27 is a success although its clean-up outlasts its timeout, and its follow-ups run")
    void slowCleanUp() {
        AtomicBoolean followed = new AtomicBoolean();
        BackgroundTasks injected = app.get(BackgroundTasks.class);
        Cleaned cleaned = app.get(Cleaned.class);
        CLEAN_UP.set(() -> {
            CLEAN_UP.set(() -> {});
            awaitLaterTimeout();
        });
        Ledger request = app.request();
        BackgroundTask task = request.queue().timeout(Duration.ofMillis(100)).add(() -> {
            cleaned.use();
            injected.add(() -> followed.set(true));
        });
        app.complete(request);
        assertThat(journal.turnsOf(task.id())).containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.STARTED, SUCCEEDED);
        assertThat(followed).isTrue();
    }

    @Test
    @DisplayName("C-4 cannot be cancelled during its clean-up, and cancel says so")
    void cancelledDuringCleanUp() {
        AtomicReference<BackgroundTask> task = new AtomicReference<>();
        AtomicReference<Boolean> cancelled = new AtomicReference<>();
        Cleaned cleaned = app.get(Cleaned.class);
        CLEAN_UP.set(() -> cancelled.set(task.get().cancel()));
        Ledger request = app.request();
        task.set(request.queue().add(cleaned::use));
        app.complete(request);
        assertThat(cancelled).hasValue(false);
        assertThat(journal.turnsOf(task.get().id())).endsWith(SUCCEEDED);
    }

    @Test
    @DisplayName("C-27 is a success although what depends on its stage outlasts its timeout")
    void slowDependentOfSuccess() throws Exception {
        endsInTime(stage -> stage.complete(null), SUCCEEDED);
    }

    @Test
    @DisplayName("C-27 is failed and not timed out although what depends on its failed stage outlasts its timeout")
    void slowDependentOfFailure() throws Exception {
        endsInTime(
                stage -> stage.completeExceptionally(new IllegalStateException("on purpose")), TaskEvent.Type.FAILED);
    }

    private void endsInTime(Consumer<CompletableFuture<Void>> completion, TaskEvent.Type end) throws Exception {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch inDependent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Ledger request = app.request();
        BackgroundTask task = request.queue().timeout(Duration.ofSeconds(2)).addAsync(() -> stage);
        request.queue().add(() -> {});
        request.release(Outcome.SUCCEEDED, Runnable::run);
        // what is registered last is told first; the engine has registered when it has given its thread back
        while (stage.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }
        var unused = stage.whenComplete((none, cause) -> {
            inDependent.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        Thread completing = new Thread(() -> completion.accept(stage));
        completing.start();
        inDependent.await();
        Ledger other = app.request();
        BackgroundTask hangs = other.queue().timeout(Duration.ofMillis(2100)).add(() -> new CountDownLatch(1).await());
        other.release(Outcome.SUCCEEDED, Runnable::run);
        journal.await(event -> event.taskId().equals(hangs.id()) && event.type() == TaskEvent.Type.TIMED_OUT);
        assertThat(task.cancel()).isFalse();
        goOn.countDown();
        completing.join();
        app.awaitIdle();
        assertThat(journal.turnsOf(task.id())).endsWith(end);
    }

    /** Completes at the very moment that it is cancelled, and a little earlier. */
    private static final class CompletedJustBefore extends CompletableFuture<String> {
        @Override
        public boolean cancel(boolean interrupt) {
            complete("in time");
            return super.cancel(interrupt);
        }
    }

    @Test
    @DisplayName("C-27 is a success if its stage completes just before it is cancelled, and cancel says so")
    void stageWinsAgainstCancel() throws Exception {
        CompletedJustBefore stage = new CompletedJustBefore();
        Ledger request = app.request();
        BackgroundTask task = request.queue().addAsync(() -> stage);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        while (stage.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }
        assertThat(task.cancel()).isFalse();
        app.awaitIdle();
        assertThat(journal.turnsOf(task.id())).endsWith(SUCCEEDED);
    }

    @Test
    @DisplayName("C-27 is a success if its stage completes just before its timeout cancels it")
    void stageWinsAgainstTimeout() {
        CompletedJustBefore stage = new CompletedJustBefore();
        Ledger request = app.request();
        BackgroundTask task = request.queue().timeout(Duration.ofMillis(50)).addAsync(() -> stage);
        try (FindingsLog log = new FindingsLog(Level.SEVERE)) {
            app.complete(request);
            assertThat(journal.turnsOf(task.id())).endsWith(SUCCEEDED);
            awaitLaterTimeout();
            assertThat(log.lines()).noneMatch(line -> line.contains('#' + task.id() + ' '));
        }
    }

    @Test
    @DisplayName(
            "C-4 is interrupted if it was cancelled in its function, although the function then returns an ended stage")
    void cancelledBeforeItReturnsEndedStage() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Ledger request = app.request();
        BackgroundTask task = request.queue().addAsync(() -> endedStageOnceInterrupted(started));
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(task.cancel()).isTrue();
        app.awaitIdle();
        assertThat(journal.turnsOf(task.id())).endsWith(TaskEvent.Type.INTERRUPTED);
    }

    @Test
    @DisplayName("C-27 is timed out if its function outlasted its timeout, although it then returns an ended stage")
    void timedOutBeforeItReturnsEndedStage() {
        Ledger request = app.request();
        BackgroundTask task = request.queue()
                .timeout(Duration.ofMillis(50))
                .addAsync(() -> endedStageOnceInterrupted(new CountDownLatch(1)));
        try (FindingsLog log = new FindingsLog(Level.SEVERE)) {
            app.complete(request);
            assertThat(journal.turnsOf(task.id())).endsWith(TaskEvent.Type.TIMED_OUT);
            awaitLaterTimeout();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains('#' + task.id() + ' '))
                    .hasSize(1);
        }
    }

    private static CompletableFuture<String> endedStageOnceInterrupted(CountDownLatch started) {
        started.countDown();
        try {
            new CountDownLatch(1).await();
            return CompletableFuture.failedFuture(new AssertionError("not interrupted"));
        } catch (InterruptedException interrupted) {
            return CompletableFuture.completedFuture("after all");
        }
    }

    /** Ends when it likes. */
    private static final class Uncancellable extends CompletableFuture<String> {
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public boolean cancel(boolean interrupt) {
            asked.countDown();
            return false;
        }
    }

    @Test
    @DisplayName("C-27 is timed out if its stage heeds no cancellation and completes later")
    void stageIgnoresCancel() throws Exception {
        Uncancellable stage = new Uncancellable();
        Ledger request = app.request();
        BackgroundTask task = request.queue().timeout(Duration.ofMillis(50)).addAsync(() -> stage);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        try (FindingsLog log = new FindingsLog(Level.SEVERE)) {
            stage.asked.await();
            // while it still hangs
            log.await(line -> line.contains('#' + task.id() + ' '));
            stage.complete("late");
            app.awaitIdle();
            assertThat(journal.turnsOf(task.id())).endsWith(TaskEvent.Type.TIMED_OUT);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains('#' + task.id() + ' '))
                    .hasSize(1);
        }
    }
}
