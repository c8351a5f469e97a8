package org.backgroundtasks.internal;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A task that was added elsewhere and is delivered here")
@Timeout(60)
class DeliveringTest {

    private static final Delivery SECOND_ATTEMPT =
            new Delivery("id-7", 2, "POST", "/orders", Duration.ofMinutes(5), null, null);

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
    @DisplayName("runs before the call returns, with its own id, name, attempt and request")
    void runsHere() {
        container
                .engine()
                .runDelivered(
                        () -> journal.addAll(List.of(
                                context.id(),
                                context.name(),
                                context.attempt(),
                                context.method(),
                                context.path(),
                                Thread.currentThread())),
                        "receipt",
                        SECOND_ATTEMPT);
        assertThat(journal).containsExactly("id-7", "receipt", 2, "POST", "/orders", Thread.currentThread());
    }

    @Test
    @DisplayName("has a request scope of its own, also where the thread is in one")
    void ownScope() {
        Scoped scoped = container.get(Scoped.class);
        container.inRequestScope(tasks -> {
            journal.add(scoped.instance());
            container.engine().runDelivered(() -> journal.add(scoped.instance()), "receipt", SECOND_ATTEMPT);
        });
        assertThat(journal).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("is heard of by observers and counted, and its wait is told from the moment it was added")
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
                .extracting(TaskEvent::turn)
                .containsExactly(TaskEvent.Turn.ADDED, TaskEvent.Turn.STARTED, TaskEvent.Turn.FAILED);
        assertThat(container.get(Heard.class).events).extracting(TaskEvent::id).containsOnly("id-7");
        TaskEvent last = List.copyOf(container.get(Heard.class).events).get(2);
        assertThat(last.cause()).isSameAs(failure);
        assertThat(last.waited()).isGreaterThanOrEqualTo(SECOND_ATTEMPT.age());
        assertThat(monitor.failed()).isEqualTo(failedBefore + 1);
        assertThat(monitor.waiting()).isZero();
    }

    @Test
    @DisplayName("may add follow-up tasks, which are released when it ends")
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
    @DisplayName("is not run by an application that has stopped, and the caller learns of it")
    void stopped() {
        Container other = new Container();
        System.setProperty(Settings.DRAIN_TIMEOUT, "0s");
        try {
            other.beforeAll(null);
        } finally {
            System.clearProperty(Settings.DRAIN_TIMEOUT);
        }
        Engine engine = other.engine();
        Ledger neverComplete = other.request();
        neverComplete.add(() -> {});
        other.afterAll(null);
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.runDelivered(() -> journal.add("run"), "receipt", SECOND_ATTEMPT))
                .withMessageContaining("stopped");
        assertThat(journal).isEmpty();
    }

    @Test
    @DisplayName("C-44 is given to the tracker if it is tracked, and runs all the same where there is no tracker")
    void tracked() {
        StoredTask stored = new StoredTask("id-8", null, null, Instant.now(), 1, false);
        Delivery delivery = new Delivery("id-8", 1, "", "", Duration.ZERO, null, stored);
        assertThat(container.engine().runDelivered(() -> journal.add("untold"), "receipt", delivery))
                .isFalse();
        container.engine().trackWith(task -> journal.add(Objects.requireNonNull(task.delivery())));
        container.engine().runDelivered(() -> journal.add("told"), "receipt", delivery);
        container.engine().runDelivered(() -> journal.add("untracked"), "receipt", SECOND_ATTEMPT);
        assertThat(journal).containsExactly("untold", delivery, "told", "untracked");
    }

    @Test
    @DisplayName("C-44 can be cancelled, and the caller learns of it")
    void cancelled() {
        Engine engine = container.engine();
        boolean cancelled = engine.runDelivered(
                () -> {
                    engine.unfinished().forEach(engine::cancel);
                    throw new InterruptedException();
                },
                "receipt",
                SECOND_ATTEMPT);
        assertThat(cancelled).isTrue();
        assertThat(engine.runDelivered(() -> {}, "receipt", SECOND_ATTEMPT)).isFalse();
    }
}
