package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.TaskInterceptor;
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
    private RequestTasks request;
    private BackgroundTasks tasks;

    @BeforeEach
    void start() {
        container.start();
        container.engine().addOns().use(noting(""));
        request = container.request();
        tasks = request.queue();
    }

    @AfterEach
    void stop() {
        container.stop();
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
                public void ended(TaskEvent.Type turn, Throwable cause) {
                    journal.add(who + turn + ' ' + task.name() + (cause == null ? "" : " by " + cause.getMessage()));
                }

                @Override
                public void discarded(String reason) {
                    journal.add(who + "discarded " + task.name() + ": " + reason);
                }
            };
        };
    }

    private String place() {
        return Thread.currentThread() == test ? "the adder's thread" : "the task's thread";
    }

    @Test
    @DisplayName("an interceptor hears of the add on the adder's thread, and encloses the function on the task's")
    void around() {
        tasks.named("good").add(() -> journal.add("function"));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsExactly(
                        "added on the adder's thread",
                        "entered on the task's thread",
                        "function",
                        "left on the task's thread",
                        "SUCCEEDED good");
    }

    @Test
    @DisplayName(
            "an interceptor sees the function that the application gave, what it is called with, and which task it is")
    void whatItIs() {
        List<AddedTask> seen = new ArrayList<>();
        container.engine().addOns().use(task -> {
            seen.add(task);
            return noting("").added(task);
        });
        Work none = () -> {};
        Work.With1<String> one = text -> {};
        tasks.add(none);
        tasks.named("greeting").add(one, "hello");
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(seen).extracting(AddedTask::function).containsExactly(none, one);
        assertThat(seen).<List<?>>extracting(AddedTask::arguments).containsExactly(List.of(), List.of("hello"));
        assertThat(seen.get(1)).hasToString("#" + seen.get(1).id() + " 'greeting' of GET /test");
    }

    @Test
    @DisplayName("an add-on finds the result that it has attached to a task")
    void result() {
        List<AddedTask> seen = new ArrayList<>();
        container.engine().addOns().use(task -> {
            seen.add(task);
            return noting("").added(task);
        });
        tasks.add(() -> {});
        AddedTask task = seen.get(0);
        assertThat(task.result()).isNull();
        task.attachResult("found");
        assertThat(task.result()).isEqualTo("found");
        container.complete(request, Outcome.SUCCEEDED);
    }

    @Test
    @DisplayName("an interceptor hears of a failure with its cause, after it has left")
    void failing() {
        tasks.named("bad").add(() -> {
            throw new IllegalStateException("a fault");
        });
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal)
                .endsWith("entered on the task's thread", "left on the task's thread", "FAILED bad by a fault");
    }

    @Test
    @DisplayName("an interceptor leaves when the function returns, and hears of the end when the stage ends")
    void asynchronous() throws InterruptedException {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(1);
        container.engine().addOns().use(task -> new TaskInterceptor.Interception() {
            @Override
            public Runnable entered() {
                return left::countDown;
            }

            @Override
            public void ended(TaskEvent.Type turn, Throwable cause) {}

            @Override
            public void discarded(String reason) {}
        });
        tasks.named("slow").addAsync(() -> stage);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        left.await();
        journal.add("stage ends");
        stage.complete(null);
        container.awaitIdle();
        assertThat(journal).containsSubsequence("entered on the task's thread", "stage ends", "SUCCEEDED slow");
    }

    @Test
    @DisplayName("an interceptor hears of a task that will not run, with the reason")
    void discarding() {
        tasks.named("twice").replacing("key").add(() -> {});
        tasks.named("twice").replacing("key").onError().add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsSubsequence(
                        "discarded twice: replaced by a later task with the key 'key'",
                        "discarded twice: the request succeeded")
                .noneMatch(line -> line.startsWith("entered"));
    }

    @Test
    @DisplayName("interceptors are nested in the order in which they came")
    void nested() {
        container.engine().addOns().use(noting("inner "));
        tasks.named("good").add(() -> journal.add("function"));
        container.complete(request, Outcome.SUCCEEDED);
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
    @DisplayName("an interceptor can withhold a task that would run, which is then discarded")
    void withholding() {
        container.engine().addOns().use(task -> new TaskInterceptor.Interception() {
            @Override
            public String withheld() {
                return task.arguments().equals(List.of("kept back")) ? "kept back" : null;
            }

            @Override
            public Runnable entered() {
                return () -> {};
            }

            @Override
            public void ended(TaskEvent.Type turn, Throwable cause) {}

            @Override
            public void discarded(String reason) {}
        });
        tasks.named("first").add(journal::add, "kept back");
        tasks.named("unwanted").onError().add(journal::add, "kept back");
        tasks.named("third").add(journal::add, "run");
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal)
                .containsSubsequence(
                        "discarded first: kept back",
                        "discarded unwanted: the request succeeded",
                        "run",
                        "SUCCEEDED third")
                .doesNotContain("kept back");
    }

    @Test
    @DisplayName("a test kit can have the caller run the tasks, with no refusal reported")
    void callerRuns() {
        container.engine().testHooks().callerRunsWhile(() -> true);
        tasks.add(() -> journal.add("function on " + place()));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal).contains("function on the adder's thread");
        assertThat(container.engine().monitor().refused()).isZero();
    }

    @Test
    @DisplayName("an add-on knows whether a task will run as soon as the outcome of its request is recorded")
    void outcomeAhead() {
        AddedTask task = (AddedTask) tasks.add(() -> {});
        AddedTask always = (AddedTask) tasks.always().add(() -> {});
        assertThat(task.isToRun()).isTrue();
        request.record(Outcome.FAILED);
        assertThat(task.isToRun()).isFalse();
        assertThat(always.isToRun()).isTrue();
        container.complete(request, Outcome.FAILED);
    }

    @Test
    @DisplayName("C-27 a task that is stopped while an interceptor prepares it finds its thread interrupted")
    void stoppedBefore() {
        AtomicReference<BackgroundTask> added = new AtomicReference<>();
        container.engine().addOns().use(task -> new TaskInterceptor.Interception() {
            @Override
            public Runnable entered() {
                return added.get().cancel() ? () -> {} : () -> journal.add("could not be cancelled");
            }

            @Override
            public void ended(TaskEvent.Type turn, Throwable cause) {}

            @Override
            public void discarded(String reason) {}
        });
        added.set(tasks.add(
                () -> journal.add("interrupted " + Thread.currentThread().isInterrupted())));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal).contains("interrupted true").doesNotContain("could not be cancelled");
    }

    @Test
    @DisplayName("C-27 a task that is stopped while an add-on notes what it adds finds its thread interrupted")
    void stoppedWithin() {
        AtomicReference<BackgroundTask> first = new AtomicReference<>();
        first.set(tasks.named("first").add(() -> {
            container.engine().addOns().use(followUp -> {
                first.get().cancel();
                return noting("").added(followUp);
            });
            container.get(BackgroundTasks.class).add(() -> {});
            journal.add("interrupted " + Thread.currentThread().isInterrupted());
        }));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal).contains("interrupted true");
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
        public Interception added(AddedTask task) {
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
        public void ended(TaskEvent.Type turn, Throwable cause) {
            at(Moment.ENDED);
        }

        @Override
        public void discarded(String reason) {
            at(Moment.DISCARDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-34 interceptors throw as they please: no task, no request and no other interceptor is disturbed")
    void failingThemselves(Moment when) {
        container.engine().addOns().use(new Failing(when));
        container.engine().addOns().use(noting("inner "));
        tasks.named("first").add(() -> journal.add("first, interrupted " + Thread.interrupted()));
        tasks.named("unwanted").onError().add(() -> {});
        CompletableFuture<Void> stage = new CompletableFuture<>();
        tasks.named("stage").addAsync(() -> stage);
        tasks.named("last").add(() -> journal.add("last, interrupted " + Thread.interrupted()));
        // the adder's own
        Thread.interrupted();
        RequestTasks other = container.request();
        other.queue().named("other").add(() -> journal.add("other request"));
        Thread.interrupted();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        stage.complete(null);
        // that of whoever completes a stage, which is this thread if the stage was open
        Thread.interrupted();
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
