package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.TaskStatus;
import org.backgroundtasks.spi.TaskTracker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A task that was added elsewhere and is delivered here")
@Timeout(60)
class DeliveringTest {

    private static final Delivery SECOND_ATTEMPT = new Delivery(
            "id-7", 2, "POST", "/orders", null, null, Duration.ofMinutes(5), null, Delivery.Retry.NEVER, null);

    @Singleton
    static class Heard {

        private final Queue<TaskEvent> events = new ConcurrentLinkedQueue<>();

        void hear(@Observes TaskEvent event) {
            events.add(event);
        }
    }

    /** Tells one request scope from another. */
    @RequestScoped
    static class Scoped {

        private final Object instance = new Object();

        Object instance() {
            return instance;
        }
    }

    @RegisterExtension
    static final Container container = new Container(Heard.class, Scoped.class);

    private final TaskContext context = container.get(TaskContext.class);
    private final Queue<Object> journal = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        container.get(Heard.class).events.clear();
    }

    @Test
    @DisplayName("C-40 a task that is not to be stored is reported as added and as discarded, with the reason")
    void discarded() {
        long before = container.engine().monitor().discarded();
        container.engine().reportDiscarded("receipt", SECOND_ATTEMPT, "the request failed");
        assertThat(container.get(Heard.class).events)
                .extracting(TaskEvent::type)
                .containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.DISCARDED);
        assertThat(container.get(Heard.class).events).allSatisfy(event -> {
            assertThat(event.taskId()).isEqualTo("id-7");
            assertThat(event.taskName()).isEqualTo("receipt");
            assertThat(event.requestPath()).contains("/orders");
        });
        assertThat(container.get(Heard.class).events.poll().reason()).isEmpty();
        assertThat(container.get(Heard.class).events.poll().reason()).contains("the request failed");
        assertThat(container.engine().monitor().discarded()).isEqualTo(before + 1);
        assertThat(container.engine().monitor().waiting()).isZero();
        assertThat(container.engine().unfinished()).isEmpty();
    }

    @Test
    @DisplayName("a delivered task runs before the call returns, with its own id, name, attempt and request")
    void runsHere() {
        container
                .engine()
                .runDelivered(
                        () -> journal.addAll(List.of(
                                context.id(),
                                context.name(),
                                context.attempt(),
                                context.requestMethod().orElseThrow(),
                                context.requestPath().orElseThrow(),
                                Thread.currentThread())),
                        "receipt",
                        SECOND_ATTEMPT);
        assertThat(journal).containsExactly("id-7", "receipt", 2, "POST", "/orders", Thread.currentThread());
    }

    @Test
    @DisplayName("a delivered task has a request scope of its own, also where the thread is in one")
    void ownScope() {
        Scoped scoped = container.get(Scoped.class);
        container.inRequestScope(tasks -> {
            journal.add(scoped.instance());
            container.engine().runDelivered(() -> journal.add(scoped.instance()), "receipt", SECOND_ATTEMPT);
        });
        assertThat(journal).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "a delivered task is heard of by observers and counted, and its wait is told from the moment it was added")
    void observed() {
        BackgroundTasksMonitor monitor = container.get(BackgroundTasksMonitor.class);
        long failedBefore = monitor.failed();
        RuntimeException failure = new IllegalStateException("no paper");
        container
                .engine()
                .runDelivered(
                        () -> {
                            throw failure;
                        },
                        "receipt",
                        SECOND_ATTEMPT);
        assertThat(container.get(Heard.class).events)
                .extracting(TaskEvent::type)
                .containsExactly(TaskEvent.Type.ADDED, TaskEvent.Type.STARTED, TaskEvent.Type.FAILED);
        assertThat(container.get(Heard.class).events)
                .extracting(TaskEvent::taskId)
                .containsOnly("id-7");
        TaskEvent last = List.copyOf(container.get(Heard.class).events).get(2);
        assertThat(last.cause()).containsSame(failure);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.willRetry()).isFalse();
        assertThat(last.waited()).isGreaterThanOrEqualTo(SECOND_ATTEMPT.age());
        assertThat(monitor.failed()).isEqualTo(failedBefore + 1);
        assertThat(monitor.waiting()).isZero();
    }

    @Test
    @DisplayName("a delivered task may add follow-up tasks, which are released when it ends")
    void followUps() {
        BackgroundTasks tasks = container.get(BackgroundTasks.class);
        container
                .engine()
                .runDelivered(
                        () -> {
                            tasks.add(journal::add, "follow-up");
                            journal.add("receipt");
                        },
                        "receipt",
                        SECOND_ATTEMPT);
        container.awaitIdle();
        assertThat(journal).containsExactly("receipt", "follow-up");
    }

    @Test
    @DisplayName("a delivered task is not run by an application that has stopped, and the caller learns of it")
    void stopped() {
        Container other = new Container();
        System.setProperty(Settings.DRAIN_TIMEOUT, "0s");
        try {
            other.beforeAll(null);
        } finally {
            System.clearProperty(Settings.DRAIN_TIMEOUT);
        }
        BackgroundTasksEngine engine = other.engine();
        RequestTasks neverComplete = other.request();
        neverComplete.queue().add(() -> {});
        other.afterAll(null);
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.runDelivered(() -> journal.add("run"), "receipt", SECOND_ATTEMPT))
                .withMessageContaining("stopped");
        assertThat(journal).isEmpty();
    }

    @Test
    @DisplayName(
            "C-44 a delivered task is given to the tracker if it is tracked, and runs all the same where there is no tracker")
    void tracked() {
        StoredTask stored = new StoredTask("id-8", null, null, Instant.now(), 1, false);
        Delivery delivery =
                new Delivery("id-8", 1, "", "", null, null, Duration.ZERO, null, Delivery.Retry.NEVER, stored);
        BackgroundTasksEngine engine = container.engine();
        assertThat(engine.runDelivered(() -> journal.add("untold"), "receipt", delivery)
                        .lastTurn())
                .isEqualTo(TaskEvent.Type.SUCCEEDED);
        engine.addOns().use(new TaskTracker() {
            @Override
            public void attempted(AddedTask attempt) {
                journal.add(Objects.requireNonNull(attempt.delivery()));
            }

            @Override
            public void stored(StoredTask task, Duration delay) {
                throw new AssertionError("stored by nobody");
            }
        });
        container.engine().runDelivered(() -> journal.add("told"), "receipt", delivery);
        container.engine().runDelivered(() -> journal.add("untracked"), "receipt", SECOND_ATTEMPT);
        assertThat(journal).containsExactly("untold", delivery, "told", "untracked");
    }

    @Test
    @DisplayName("C-44 a delivered task can be cancelled, and the caller learns of it")
    void cancelled() {
        BackgroundTasksEngine engine = container.engine();
        TaskStatus status = engine.runDelivered(
                () -> {
                    engine.unfinished().forEach(AddedTask::cancel);
                    throw new InterruptedException();
                },
                "receipt",
                SECOND_ATTEMPT);
        assertThat(status.lastTurn()).isEqualTo(TaskEvent.Type.INTERRUPTED);
        assertThat(status.reason()).isEqualTo("cancelled");
        assertThat(engine.runDelivered(() -> {}, "receipt", SECOND_ATTEMPT).lastTurn())
                .isEqualTo(TaskEvent.Type.SUCCEEDED);
    }
}
