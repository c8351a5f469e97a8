package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The end of a task's request scope")
class ScopeEndTest {

    private static final List<String> JOURNAL = new CopyOnWriteArrayList<>();
    private static final AtomicBoolean ADDS = new AtomicBoolean();
    private static final AtomicBoolean FAILS = new AtomicBoolean();

    @ApplicationScoped
    static class Observer {
        @Inject
        BackgroundTasks tasks;

        void ends(@Observes @BeforeDestroyed(RequestScoped.class) Object payload) {
            if (ADDS.getAndSet(false)) {
                tasks.add(JOURNAL::add, "added at the end");
            }
            if (FAILS.getAndSet(false)) {
                throw new IllegalStateException("fails at the end of a scope, on purpose");
            }
        }
    }

    private final Container container = new Container(1, 100, Observer.class);

    @BeforeEach
    void start() {
        JOURNAL.clear();
        container.start();
    }

    @AfterEach
    void stop() {
        container.stop();
    }

    @Test
    @DisplayName("C-24 what an observer of the end of a task's request scope adds runs after the task")
    void addedByObserver() {
        RequestTasks request = container.request();
        request.queue().add(() -> {
            ADDS.set(true);
            JOURNAL.add("task");
        });
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(JOURNAL).containsExactly("task", "added at the end");
    }

    @Test
    @DisplayName(
            "C-26 after an observer of the end of a request scope has failed, the next task and what that adds run all the same")
    void failingObserver() {
        RequestTasks request = container.request();
        request.queue().add(() -> FAILS.set(true));
        request.queue().add(() -> {
            container.get(BackgroundTasks.class).add(JOURNAL::add, "follow-up");
            JOURNAL.add("next task");
        });
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(JOURNAL).containsExactly("next task", "follow-up");
        assertThat(container.engine().monitor().failed()).isZero();
    }
}
