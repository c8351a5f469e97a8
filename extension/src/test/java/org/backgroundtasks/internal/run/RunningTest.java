package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Running")
@Timeout(60)
class RunningTest {

    @RegisterExtension
    static final Container container = new Container(Journal.class, Scoped.class);

    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();
    private Queue<String> journal;

    @BeforeEach
    void freshJournal() {
        journal = container.get(Journal.class).entries();
        journal.clear();
    }

    private List<String> journalAfter(Outcome outcome) {
        container.complete(request, outcome);
        return List.copyOf(journal);
    }

    @ApplicationScoped
    static class Journal {
        private final Queue<String> entries = new ConcurrentLinkedQueue<>();

        Queue<String> entries() {
            return entries;
        }
    }

    @RequestScoped
    static class Scoped {
        @Inject
        Journal journal;

        @Inject
        BackgroundTasks tasks;

        private int uses;

        int use() {
            return ++uses;
        }

        void follow(String entry) {
            tasks.add(journal.entries()::add, entry);
        }

        void followOnError(String entry) {
            tasks.onError().add(journal.entries()::add, entry);
        }

        @PreDestroy
        void destroyed() {
            journal.entries().add("destroyed after " + uses);
        }
    }

    @Test
    @DisplayName("C-22 tasks run one after another, in the order they were added")
    void keepsOrder() {
        for (int i = 0; i < 100; i++) {
            tasks.add(journal::add, Integer.toString(i));
        }
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .hasSize(100)
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    }

    @Test
    @DisplayName("C-22 a concurrent task starts in its turn, and the next does not wait for it")
    void concurrentDoesNotHoldTheNext() {
        CountDownLatch nextHasRun = new CountDownLatch(1);
        tasks.add(journal::add, "before");
        tasks.concurrent().add(() -> {
            nextHasRun.await();
            journal.add("concurrent");
        });
        tasks.add(() -> {
            journal.add("next");
            nextHasRun.countDown();
        });
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("before", "next", "concurrent");
    }

    @Test
    @DisplayName("C-23 a failing task does not stop the next, whatever it throws")
    void isolatesFailures() {
        tasks.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        tasks.add(() -> {
            throw new StackOverflowError("on purpose");
        });
        tasks.add(() -> {
            throw new RuntimeException("on purpose") {
                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("no message");
                }
            };
        });
        tasks.add(RunningTest::<RuntimeException>smuggle);
        tasks.add(journal::add, "still here");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("still here");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void smuggle() throws E {
        throw (E) new Exception("checked, on purpose");
    }

    @Test
    @DisplayName("C-23 an interrupted task leaves no interrupt flag to the next")
    void clearsInterrupts() {
        tasks.add(() -> Thread.currentThread().interrupt());
        tasks.add(() -> journal.add("interrupted " + Thread.currentThread().isInterrupted()));
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("interrupted false");
    }

    @Test
    @DisplayName("C-3 an asynchronous task ends when its stage does")
    void waitsForStages() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        tasks.addAsync(() -> {
            started.countDown();
            return stage;
        });
        tasks.add(journal::add, "next");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        await(started);
        assertThat(journal).isEmpty();
        journal.add("stage ends");
        stage.complete(null);
        container.awaitIdle();
        assertThat(journal).containsExactly("stage ends", "next");
    }

    @Test
    @DisplayName("C-3 a stage that is complete already holds nothing up, a failed one fails its task alone")
    void takesCompletedStages() {
        tasks.addAsync(() -> CompletableFuture.completedStage("done"));
        tasks.addAsync(() -> CompletableFuture.failedStage(new IllegalStateException("on purpose")));
        tasks.addAsync(() -> null);
        tasks.add(journal::add, "next");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("next");
    }

    @Test
    @DisplayName("C-3 no thread waits for an open stage")
    void freesTheThread() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch allStarted = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            RequestTasks one = container.request();
            one.queue().addAsync(() -> {
                allStarted.countDown();
                return stage;
            });
            one.queue().add(journal::add, "next");
            one.release(Outcome.SUCCEEDED, Runnable::run);
        }
        await(allStarted);
        stage.complete(null);
        container.awaitIdle();
        assertThat(journal).hasSize(20);
    }

    @Test
    @DisplayName("C-24 each task has a request scope of its own, which ends with it")
    void scopesEachTask() {
        Scoped scoped = container.get(Scoped.class);
        for (int i = 0; i < 2; i++) {
            tasks.add(() -> {
                scoped.use();
                journal.add("use " + scoped.use());
            });
        }
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .containsExactly("use 2", "destroyed after 2", "use 2", "destroyed after 2");
    }

    @Test
    @DisplayName("C-24 a task adds follow-up tasks, which run when it has ended")
    void runsFollowUps() {
        Scoped scoped = container.get(Scoped.class);
        tasks.add(() -> {
            scoped.follow("follow-up");
            journal.add("task");
        });
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("task", "destroyed after 0", "follow-up");
    }

    @Test
    @DisplayName("C-24 follow-ups of an asynchronous task wait for its stage")
    void followUpsWaitForTheStage() {
        Scoped scoped = container.get(Scoped.class);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch scopeEnded = new CountDownLatch(1);
        tasks.addAsync(() -> {
            scoped.follow("follow-up");
            scopeEnded.countDown();
            return stage;
        });
        request.release(Outcome.SUCCEEDED, Runnable::run);
        await(scopeEnded);
        journal.add("stage ends");
        stage.complete(null);
        container.awaitIdle();
        assertThat(journal).containsSubsequence("stage ends", "follow-up");
    }

    @Test
    @DisplayName("C-24 a task that fails counts like a failed request for its follow-ups")
    void followUpsOfFailedTasks() {
        Scoped scoped = container.get(Scoped.class);
        tasks.add(() -> {
            scoped.follow("not after a failure");
            scoped.followOnError("on error");
            throw new IllegalStateException("on purpose");
        });
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("destroyed after 0", "on error");
    }

    @Test
    @DisplayName("C-25 a task has the context class loader of the moment it was added")
    void capturesClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader special = new ClassLoader(before) {};
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        thread.setContextClassLoader(special);
        try {
            tasks.add(() -> seen.set(Thread.currentThread().getContextClassLoader()));
        } finally {
            thread.setContextClassLoader(before);
        }
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(seen.get()).isSameAs(special);
    }

    @Test
    @DisplayName("C-26 a class loader that a task sets is gone for the next")
    void restoresClassLoader() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        tasks.add(() -> Thread.currentThread().setContextClassLoader(new ClassLoader() {}));
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        tasks.add(() -> seen.set(Thread.currentThread().getContextClassLoader()));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(seen.get()).isSameAs(before);
    }

    @Test
    @DisplayName("C-27 a timeout interrupts its task, and leaves the next alone")
    void timesOut() {
        tasks.timeout(Duration.ofMillis(20)).add(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                journal.add("interrupted");
                throw interrupted;
            }
        });
        tasks.add(
                () -> journal.add("next, interrupted " + Thread.currentThread().isInterrupted()));
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("interrupted", "next, interrupted false");
    }

    @Test
    @DisplayName("C-27 a timeout cancels an open stage")
    void timesOutStages() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        tasks.timeout(Duration.ofMillis(20)).addAsync(() -> never);
        tasks.add(journal::add, "next");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("next");
        assertThat(never).isCancelled();
    }

    @Test
    @DisplayName("C-27 a task that ends in time is not touched")
    void leavesQuickTasksAlone() {
        tasks.timeout(Duration.ofDays(100_000))
                .add(() -> journal.add("interrupted " + Thread.currentThread().isInterrupted()));
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("interrupted false");
    }

    @Test
    @DisplayName("C-14 after a failure only always and onError tasks run, after a success all but onError")
    void followsTheOutcome() {
        addOneOfEach(tasks);
        assertThat(journalAfter(Outcome.FAILED)).containsExactly("always", "on error");
        journal.clear();
        RequestTasks another = container.request();
        addOneOfEach(another.queue());
        container.complete(another, Outcome.SUCCEEDED);
        assertThat(journal).containsExactly("plain", "always");
    }

    @Test
    @DisplayName("C-17 the final outcome decides: a failure recorded before does not outlive a success")
    void finalOutcomeDecides() {
        addOneOfEach(tasks);
        request.record(Outcome.FAILED);
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("plain", "always");
    }

    @Test
    @DisplayName("C-10 releasing again changes nothing")
    void releasesOnce() {
        tasks.add(journal::add, "once");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        request.release(Outcome.FAILED, Runnable::run);
        container.awaitIdle();
        assertThat(journal).containsExactly("once");
    }

    @Test
    @DisplayName("C-15 in a scope without a response the tasks run when the scope ends")
    void runsAtScopeEnd() {
        container.inRequestScope(injected -> {
            injected.add(journal::add, "task");
            injected.onError().add(journal::add, "not on success");
            journal.add("still in the scope");
        });
        container.awaitIdle();
        assertThat(journal).containsExactly("still in the scope", "task");
    }

    private void addOneOfEach(BackgroundTasks to) {
        to.add(journal::add, "plain");
        to.always().add(journal::add, "always");
        to.onError().add(journal::add, "on error");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
