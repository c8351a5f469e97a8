package org.backgroundtasks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

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
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
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

    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();
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

        void failed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
            failed.add(event);
        }

        void succeeded(@Observes @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            loaderAtEnd.set(Thread.currentThread().getContextClassLoader());
        }

        void later(@ObservesAsync @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            // those of other tests may still be on their way
            if (event.taskName().equals("heard of later")) {
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
        container.complete(request, outcome);
        return observer.all();
    }

    @Test
    @DisplayName("C-40 the turns of a task that succeeds, with its id, name and request")
    void success() {
        tasks.named("mail").add(() -> {});
        assertThat(after(Outcome.SUCCEEDED))
                .allSatisfy(event -> {
                    assertThat(event.taskId())
                            .isEqualTo(observer.all().get(0).taskId())
                            .isNotEmpty();
                    assertThat(event.taskName()).isEqualTo("mail");
                    assertThat(event.requestMethod()).contains("GET");
                    assertThat(event.requestPath()).contains("/test");
                    assertThat(event.cause()).isEmpty();
                })
                .extracting(TaskEvent::type)
                .containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.STARTED, TaskEvent.Type.SUCCEEDED);
    }

    @Test
    @DisplayName("C-40 a task without a name goes by the class its function was written in")
    void withoutName() {
        tasks.add(() -> {});
        assertThat(after(Outcome.SUCCEEDED)).extracting(TaskEvent::taskName).containsOnly(EventsTest.class.getName());
    }

    @Test
    @DisplayName("C-40 the event of a failure has the cause, and comes to the observer of failures alone")
    void failure() {
        tasks.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(after(Outcome.SUCCEEDED))
                .extracting(TaskEvent::type)
                .containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.STARTED, TaskEvent.Type.FAILED);
        assertThat(observer.failures())
                .singleElement()
                .satisfies(event -> assertThat(event.cause()).get(THROWABLE).hasMessage("on purpose"));
    }

    @Test
    @DisplayName("C-40 the event of a failed asynchronous task has the cause, too, when its stage ends")
    void failedStage() {
        tasks.addAsync(() -> CompletableFuture.failedStage(new IllegalStateException("on purpose")));
        assertThat(after(Outcome.SUCCEEDED)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(TaskEvent.Type.FAILED);
            assertThat(event.cause()).get(THROWABLE).hasMessage("on purpose");
        });
    }

    @Test
    @DisplayName("C-40 a task that times out is reported as timed out, when it has ended")
    void timeout() {
        tasks.timeout(Duration.ofMillis(20)).add(() -> new CountDownLatch(1).await());
        assertThat(after(Outcome.SUCCEEDED)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(TaskEvent.Type.TIMED_OUT);
            assertThat(event.cause()).containsInstanceOf(TimeoutException.class);
            assertThat(event.ran().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        });
    }

    @Test
    @DisplayName("C-40 a discarded task is reported with the reason, whatever it is")
    void discarded() {
        tasks.named("replaced").replacing("key").add(() -> {});
        tasks.named("replacing").replacing("key").add(() -> {});
        tasks.named("cancelled").replacing("another").add(() -> {});
        tasks.cancel("another");
        assertThat(after(Outcome.FAILED))
                .filteredOn(event -> event.type() == TaskEvent.Type.DISCARDED)
                .extracting(TaskEvent::taskName, event -> event.reason().orElseThrow())
                .containsExactly(
                        tuple("replaced", "replaced by a later task with the key 'key'"),
                        tuple("cancelled", "cancelled"),
                        tuple("replacing", "the request failed"));
    }

    @Test
    @DisplayName("C-40 waiting and running times are those of the task")
    void times() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        tasks.add(goOn::await);
        long before = System.nanoTime();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        goOn.countDown();
        container.awaitIdle();
        Duration whole = Duration.ofNanos(System.nanoTime() - before);
        TaskEvent end = observer.all().get(2);
        assertThat(end.ran().orElseThrow()).isPositive().isLessThanOrEqualTo(whole);
        assertThat(end.waited()).isPositive();
    }

    @Test
    @DisplayName("C-28 progress comes as an event")
    void progress() {
        TaskContext context = container.get(TaskContext.class);
        tasks.add(() -> context.progress(0.5, "half of it"));
        assertThat(after(Outcome.SUCCEEDED))
                .filteredOn(event -> event.type() == TaskEvent.Type.PROGRESSED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.progress()).hasValue(0.5);
                    assertThat(event.message()).contains("half of it");
                });
    }

    @Test
    @DisplayName("C-40 an asynchronous observer hears of it, too")
    void asynchronous() {
        tasks.named("heard of later").add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(observer.async().join().type()).isEqualTo(TaskEvent.Type.SUCCEEDED);
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
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(observer.loaderAtEnd()).isSameAs(special);
    }

    @Test
    @DisplayName("C-34 an observer that throws disturbs no task")
    void throwingObservers() {
        AtomicReference<String> ran = new AtomicReference<>();
        tasks.add(() -> ran.set("first"));
        tasks.add(() -> ran.set("second"));
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(ran).hasValue("second");
    }

    @Test
    @DisplayName("C-34 a task may be cancelled on another thread than the one that added it")
    void cancelledElsewhere() {
        tasks.replacing("first").add(() -> {});
        CompletableFuture.runAsync(() -> tasks.cancel("first")).join();
        assertThat(after(Outcome.SUCCEEDED))
                .extracting(TaskEvent::type)
                .containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.DISCARDED);
    }
}
