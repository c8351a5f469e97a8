package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Events")
@Timeout(60)
class EventsTest {

    @RegisterExtension
    static final Container container = new Container(Observer.class, Throwing.class, Audit.class);

    private final Ledger tasks = container.request();
    private Observer observer;

    @BeforeEach
    void forget() {
        observer = container.get(Observer.class);
        observer.clear();
    }

    @ApplicationScoped
    static class Observer {

        private final Queue<TaskEvent> all = new ConcurrentLinkedQueue<>();
        private final Queue<TaskEvent> failed = new ConcurrentLinkedQueue<>();
        private final AtomicReference<ClassLoader> loaderAtEnd = new AtomicReference<>();
        private final CompletableFuture<TaskEvent> async = new CompletableFuture<>();

        @Inject
        Audit audit;

        void any(@Observes TaskEvent event) {
            all.add(event);
            audit.uses();
        }

        void failed(@Observes @TaskEvent.On(Turn.FAILED) TaskEvent event) {
            failed.add(event);
        }

        void succeeded(@Observes @TaskEvent.On(Turn.SUCCEEDED) TaskEvent event) {
            loaderAtEnd.set(Thread.currentThread().getContextClassLoader());
        }

        void later(@ObservesAsync @TaskEvent.On(Turn.SUCCEEDED) TaskEvent event) {
            // those of other tests may still be on their way
            if (event.name().equals("heard of later")) {
                async.complete(event);
            }
        }

        void clear() {
            all.clear();
            failed.clear();
        }

        List<TaskEvent> all() {
            return List.copyOf(all);
        }

        List<TaskEvent> failures() {
            return List.copyOf(failed);
        }

        ClassLoader loaderAtEnd() {
            return loaderAtEnd.get();
        }

        CompletableFuture<TaskEvent> async() {
            return async;
        }
    }

    @RequestScoped
    static class Audit {
        private int uses;

        int uses() {
            return ++uses;
        }
    }

    @ApplicationScoped
    static class Throwing {
        void any(@Observes @Priority(Integer.MAX_VALUE) TaskEvent event) {
            throw new IllegalStateException("an observer fails, on purpose");
        }
    }

    private List<TaskEvent> after(Outcome outcome) {
        container.complete(tasks, outcome);
        return observer.all();
    }

    @Test
    @DisplayName("C-40 the turns of a task that succeeds, with its id, name and request")
    void success() {
        tasks.add(BackgroundTask.of(() -> {}).named("mail"));
        assertThat(after(Outcome.SUCCEEDED))
                .allSatisfy(event -> {
                    assertThat(event.id()).isEqualTo(observer.all().get(0).id()).isNotEmpty();
                    assertThat(event.name()).isEqualTo("mail");
                    assertThat(event.method()).isEqualTo("GET");
                    assertThat(event.path()).isEqualTo("/test");
                    assertThat(event.cause()).isNull();
                })
                .extracting(TaskEvent::turn)
                .containsExactly(Turn.ADDED, Turn.STARTED, Turn.SUCCEEDED);
    }

    @Test
    @DisplayName("C-40 a task without a name goes by the class its function was written in")
    void withoutName() {
        tasks.add(() -> {});
        assertThat(after(Outcome.SUCCEEDED)).extracting(TaskEvent::name).containsOnly(EventsTest.class.getName());
    }

    @Test
    @DisplayName("C-40 the event of a failure has the cause, and comes to the observer of failures alone")
    void failure() {
        tasks.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(after(Outcome.SUCCEEDED))
                .extracting(TaskEvent::turn)
                .containsExactly(Turn.ADDED, Turn.STARTED, Turn.FAILED);
        assertThat(observer.failures())
                .singleElement()
                .satisfies(event -> assertThat(event.cause()).hasMessage("on purpose"));
    }

    @Test
    @DisplayName("C-40 so has that of an asynchronous task, when its stage ends")
    void failedStage() {
        tasks.addAsync(() -> CompletableFuture.failedStage(new IllegalStateException("on purpose")));
        assertThat(after(Outcome.SUCCEEDED)).last().satisfies(event -> {
            assertThat(event.turn()).isEqualTo(Turn.FAILED);
            assertThat(event.cause()).hasMessage("on purpose");
        });
    }

    @Test
    @DisplayName("C-40 a task that times out is reported as timed out, when it has ended")
    void timeout() {
        tasks.add(() -> new CountDownLatch(1).await()).timeout(Duration.ofMillis(20));
        assertThat(after(Outcome.SUCCEEDED)).last().satisfies(event -> {
            assertThat(event.turn()).isEqualTo(Turn.TIMED_OUT);
            assertThat(event.cause()).isInstanceOf(TimeoutException.class);
            assertThat(event.ran()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        });
    }

    @Test
    @DisplayName("C-40 a discarded task is reported with the reason, whatever it is")
    void discarded() {
        tasks.add(() -> {}).named("replaced");
        tasks.add(() -> {}).named("replaced");
        tasks.add(() -> {}).named("forgotten");
        tasks.forget("forgotten");
        assertThat(after(Outcome.FAILED))
                .filteredOn(event -> event.turn() == Turn.DISCARDED)
                .extracting(TaskEvent::name, TaskEvent::message)
                .containsExactly(
                        tuple("replaced", "replaced by a later task of the same name"),
                        tuple("forgotten", "forgotten"),
                        tuple("replaced", "the request failed"));
    }

    @Test
    @DisplayName("C-40 waiting and running times are those of the task")
    void times() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        tasks.add(goOn::await);
        long before = System.nanoTime();
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        goOn.countDown();
        container.awaitIdle();
        Duration whole = Duration.ofNanos(System.nanoTime() - before);
        TaskEvent end = observer.all().get(2);
        assertThat(end.ran()).isPositive().isLessThanOrEqualTo(whole);
        assertThat(end.waited()).isPositive();
    }

    @Test
    @DisplayName("C-28 progress comes as an event")
    void progress() {
        TaskContext context = container.get(TaskContext.class);
        tasks.add(() -> context.progress(0.5, "half of it"));
        assertThat(after(Outcome.SUCCEEDED))
                .filteredOn(event -> event.turn() == Turn.PROGRESSED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.progress()).isEqualTo(0.5);
                    assertThat(event.message()).isEqualTo("half of it");
                });
    }

    @Test
    @DisplayName("C-40 an asynchronous observer hears of it, too")
    void asynchronous() {
        tasks.add(BackgroundTask.of(() -> {}).named("heard of later"));
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(observer.async().join().turn()).isEqualTo(Turn.SUCCEEDED);
    }

    @Test
    @DisplayName("C-40 observers run in the context of the task")
    void context() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader special = new ClassLoader(before) {};
        thread.setContextClassLoader(special);
        try {
            tasks.add(() -> {});
        } finally {
            thread.setContextClassLoader(before);
        }
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(observer.loaderAtEnd()).isSameAs(special);
    }

    @Test
    @DisplayName("C-34 an observer that throws disturbs no task")
    void throwingObservers() {
        AtomicReference<String> ran = new AtomicReference<>();
        tasks.add(() -> ran.set("first"));
        tasks.add(() -> ran.set("second"));
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(ran).hasValue("second");
    }

    @Test
    @DisplayName("C-34 an observer may add and forget tasks of the request it hears of")
    void observersMayAdd() {
        tasks.add(() -> {}).named("first");
        CompletableFuture.runAsync(() -> tasks.forget("first")).join();
        assertThat(after(Outcome.SUCCEEDED)).extracting(TaskEvent::turn).containsExactly(Turn.ADDED, Turn.DISCARDED);
    }
}
