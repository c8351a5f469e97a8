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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    private enum Moment {
        ADDED,
        WITHHELD,
        ENTERED,
        LEFT,
        ENDED,
        DISCARDED
    }

    /** An error at one moment, and an interrupt flag on the thread. */
    private record Failing(Moment when) implements TaskInterceptor, TaskInterceptor.Interception {

        private void at(Moment now) {
            if (now == when) {
                Thread.currentThread().interrupt();
                throw new AssertionError("at " + now + ", on purpose");
            }
        }

        @Override
        public Interception added(PendingTask task) {
            at(Moment.ADDED);
            return this;
        }

        @Override
        public String withheld() {
            at(Moment.WITHHELD);
            return null;
        }

        @Override
        public Runnable entered() {
            at(Moment.ENTERED);
            return () -> at(Moment.LEFT);
        }

        @Override
        public void ended(Turn turn, Throwable cause) {
            at(Moment.ENDED);
        }

        @Override
        public void discarded(String reason) {
            at(Moment.DISCARDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-34 throw as they please: no task, no request and no other interceptor is disturbed")
    void failingThemselves(Moment when) {
        container.engine().use(new Failing(when));
        container.engine().use(noting("inner "));
        tasks.add(() -> journal.add("first, interrupted " + Thread.interrupted()))
                .named("first");
        tasks.add(() -> {}).named("unwanted").onError();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        tasks.addAsync(() -> stage).named("stage");
        tasks.add(() -> journal.add("last, interrupted " + Thread.interrupted()))
                .named("last");
        // the adder's own
        Thread.interrupted();
        Ledger other = container.request();
        other.add(() -> journal.add("other request")).named("other");
        Thread.interrupted();
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        stage.complete(null);
        container.complete(other, Outcome.SUCCEEDED);
        for (String who : List.of("", "inner ")) {
            assertThat(journal)
                    .containsSubsequence(
                            "first, interrupted false",
                            who + "SUCCEEDED first",
                            who + "discarded unwanted: the request succeeded",
                            who + "SUCCEEDED stage",
                            "last, interrupted false",
                            who + "left on the task's thread",
                            who + "SUCCEEDED last")
                    .contains("other request", who + "SUCCEEDED other");
        }
        assertThat(container.engine().unfinished()).isEmpty();
    }
}
