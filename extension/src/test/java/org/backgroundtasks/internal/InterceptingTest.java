package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Interceptors of add-ons")
@Timeout(60)
class InterceptingTest {

    private final Container container = new Container();
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final Thread test = Thread.currentThread();
    private Ledger tasks;

    @BeforeEach
    void start() {
        container.beforeAll(null);
        container.engine().use(noting(""));
        tasks = container.request();
    }

    @AfterEach
    void stop() {
        container.afterAll(null);
    }

    private TaskInterceptor noting(String who) {
        return task -> {
            journal.add(who + "added on " + place());
            return new TaskInterceptor.Interception() {
                @Override
                public Runnable entered() {
                    journal.add(who + "entered on " + place());
                    return () -> journal.add(who + "left on " + place());
                }

                @Override
                public void ended(Turn turn, Throwable cause) {
                    journal.add(who + turn + ' ' + task.called() + (cause == null ? "" : " by " + cause.getMessage()));
                }

                @Override
                public void discarded(String reason) {
                    journal.add(who + "discarded " + task.called() + ": " + reason);
                }
            };
        };
    }

    private String place() {
        return Thread.currentThread() == test ? "the adder's thread" : "the task's thread";
    }

    @Test
    @DisplayName("hear of the add on the adder's thread, and enclose the function on the task's")
    void around() {
        tasks.add(() -> journal.add("function")).named("good");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsExactly(
                        "added on the adder's thread",
                        "entered on the task's thread",
                        "function",
                        "left on the task's thread",
                        "SUCCEEDED good");
    }

    @Test
    @DisplayName("hear of a failure with its cause, after they have left")
    void failing() {
        tasks.add(() -> {
                    throw new IllegalStateException("a fault");
                })
                .named("bad");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal)
                .endsWith("entered on the task's thread", "left on the task's thread", "FAILED bad by a fault");
    }

    @Test
    @DisplayName("leave when the function returns, and hear of the end when the stage ends")
    void asynchronous() throws InterruptedException {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(1);
        container.engine().use(task -> new TaskInterceptor.Interception() {
            @Override
            public Runnable entered() {
                return left::countDown;
            }

            @Override
            public void ended(Turn turn, Throwable cause) {}

            @Override
            public void discarded(String reason) {}
        });
        tasks.addAsync(() -> stage).named("slow");
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        left.await();
        journal.add("stage ends");
        stage.complete(null);
        container.awaitIdle();
        assertThat(journal).containsSubsequence("entered on the task's thread", "stage ends", "SUCCEEDED slow");
    }

    @Test
    @DisplayName("hear of a task that will not run, with the reason")
    void discarding() {
        tasks.add(() -> {}).named("twice");
        tasks.add(BackgroundTask.of(() -> {}).named("twice").onError());
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsSubsequence(
                        "discarded twice: replaced by a later task of the same name",
                        "discarded twice: the request succeeded")
                .noneMatch(line -> line.startsWith("entered"));
    }

    @Test
    @DisplayName("are nested in the order in which they came")
    void nested() {
        container.engine().use(noting("inner "));
        tasks.add(() -> journal.add("function")).named("good");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsExactly(
                        "added on the adder's thread",
                        "inner added on the adder's thread",
                        "entered on the task's thread",
                        "inner entered on the task's thread",
                        "function",
                        "inner left on the task's thread",
                        "left on the task's thread",
                        "inner SUCCEEDED good",
                        "SUCCEEDED good");
    }

    @Test
    @DisplayName("can withhold a task that would run, which is then discarded")
    void withholding() {
        container.engine().use(task -> new TaskInterceptor.Interception() {
            @Override
            public String withheld() {
                return task.arguments().equals(List.of("kept back")) ? "kept back" : null;
            }

            @Override
            public Runnable entered() {
                return () -> {};
            }

            @Override
            public void ended(Turn turn, Throwable cause) {}

            @Override
            public void discarded(String reason) {}
        });
        tasks.add(journal::add, "kept back").named("first");
        tasks.add(journal::add, "kept back").named("unwanted").onError();
        tasks.add(journal::add, "run").named("third");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsSubsequence(
                        "discarded first: kept back",
                        "discarded unwanted: the request succeeded",
                        "run",
                        "SUCCEEDED third")
                .doesNotContain("kept back");
    }

    @Test
    @DisplayName("can have the caller run the tasks, with no refusal reported")
    void callerRuns() {
        container.engine().callerRunsWhile(() -> true);
        tasks.add(() -> journal.add("function on " + place()));
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal).contains("function on the adder's thread");
        assertThat(container.engine().monitor().refused()).isZero();
    }

    @Test
    @DisplayName("know whether a task will run as soon as the outcome of its request is recorded")
    void outcomeAhead() {
        PendingTask task = PendingTask.of(() -> {});
        tasks.add(task);
        assertThat(task.isToRun()).isTrue();
        tasks.record(Outcome.FAILED);
        assertThat(task.isToRun()).isFalse();
        task.always();
        assertThat(task.isToRun()).isTrue();
        container.complete(tasks, Outcome.FAILED);
    }
}
