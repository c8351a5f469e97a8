package org.backgroundtasks.examples.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A schedule of Jakarta Concurrency")
class RemindersTest {

    @BeforeEach
    void everySecond() {
        System.setProperty("reminders.at", "* * * * * *");
    }

    @AfterEach
    void asBefore() {
        System.clearProperty("reminders.at");
    }

    @Test
    @DisplayName("C-15 adds tasks again and again, which run in order when its method has returned")
    void recurs() throws Exception {
        try (EmbeddedRuntime server = EmbeddedRuntime.builder()
                .beanClasses(Reminders.class, Mailer.class, TwoRuns.class)
                .start()) {
            server.select(TwoRuns.class).get().await();

            assertThat(server.select(Mailer.class).get().outbox())
                    .startsWith(
                            "Reminder: ada@example.org",
                            "Reminder: grace@example.org",
                            "Reminder: ada@example.org",
                            "Reminder: grace@example.org");
        }
    }

    @Test
    @DisplayName("C-15 runs the tasks that its method added before it threw, as there is no response that failed")
    void throwing() throws Exception {
        try (EmbeddedRuntime server = EmbeddedRuntime.builder()
                .beanClasses(Careless.class, Mailer.class)
                .start()) {
            Careless careless = server.select(Careless.class).get();
            Future<?> run = server.select(ManagedScheduledExecutorService.class)
                    .get()
                    .schedule(careless::remind, 0, TimeUnit.SECONDS);

            assertThatThrownBy(run::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("The list of customers ends here");
            assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(50)))
                    .isTrue();
            assertThat(server.select(Mailer.class).get().outbox()).containsExactly("Reminder: ada@example.org");
        }
    }

    /** Waits until the tasks of two runs have ended. */
    @ApplicationScoped
    static class TwoRuns {

        private final CountDownLatch reminders = new CountDownLatch(4);

        void reminded(@Observes @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            reminders.countDown();
        }

        void await() throws InterruptedException {
            reminders.await();
        }
    }

    /** Throws after it has added a task. */
    @ApplicationScoped
    static class Careless {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Mailer mailer;

        @ActivateRequestContext
        void remind() {
            tasks.named("reminder").add(mailer::remind, "ada@example.org");
            throw new IllegalStateException("The list of customers ends here");
        }
    }
}
