package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Configuring a deployment by system properties")
class ConfiguringTest {

    @AfterEach
    void reset() {
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("background-tasks."));
    }

    @Test
    @DisplayName("C-20 an executor that is not there fails the deployment, and the message names it")
    void unknownExecutor() {
        System.setProperty(Settings.EXECUTOR, "java:global/no/such/executor");
        assertThatThrownBy(() -> EmbeddedRuntime.builder().start().close())
                .hasMessageContaining("'java:global/no/such/executor'")
                .hasMessageContaining(Settings.EXECUTOR);
    }

    @Test
    @DisplayName("C-20 a value that makes no sense fails the deployment, and the message names the key")
    void nonsense() {
        System.setProperty(Settings.DRAIN_TIMEOUT, "soon");
        assertThatThrownBy(() -> EmbeddedRuntime.builder().start().close())
                .hasStackTraceContaining("Configuration background-tasks.drain-timeout is 'soon'");
    }

    @Test
    @DisplayName(
            "C-25 a context to carry without the add-on that carries it fails the deployment, and the message names it")
    void nothingCarries() {
        System.setProperty("background-tasks.carry", "mdc");
        assertThatThrownBy(() -> EmbeddedRuntime.builder().start().close())
                .hasStackTraceContaining("Configuration background-tasks.carry is 'mdc', but nothing carries it."
                        + " Add background-tasks-correlation to the application");
    }

    @Test
    @DisplayName("C-6 the limit of tasks a request can be set")
    void limit() throws Exception {
        System.setProperty(Settings.MAX_PER_REQUEST, "2");
        Container container = new Container();
        container.start();
        try {
            RequestTasks request = container.request();
            BackgroundTasks tasks = request.queue();
            tasks.add(() -> {});
            tasks.add(() -> {});
            assertThatIllegalStateException()
                    .isThrownBy(() -> tasks.add(() -> {}))
                    .withMessageContaining("2 background tasks");
            container.complete(request, Outcome.SUCCEEDED);
        } finally {
            container.stop();
        }
    }

    @Test
    @DisplayName("C-31 past the limit of waiting tasks the caller runs its own")
    void waitingLimit() throws Exception {
        System.setProperty(Settings.MAX_PENDING, "3");
        Container container = new Container(1, 100_000);
        container.start();
        try {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Queue<Thread> threads = new ConcurrentLinkedQueue<>();
            RequestTasks busy = container.request();
            busy.queue().add(() -> {
                started.countDown();
                goOn.await();
            });
            busy.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            RequestTasks fits = container.request();
            RequestTasks doesNot = container.request();
            for (int i = 0; i < 3; i++) {
                fits.queue().add(() -> threads.add(Thread.currentThread()));
                doesNot.queue().add(() -> threads.add(Thread.currentThread()));
            }
            fits.release(Outcome.SUCCEEDED, Runnable::run);
            assertThat(threads).isEmpty();
            doesNot.release(Outcome.SUCCEEDED, Runnable::run);
            assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
            goOn.countDown();
            container.awaitIdle();
            assertThat(threads).hasSize(6);
            assertThat(container.get(BackgroundTasksMonitor.class).refused()).isEqualTo(3);

            threads.clear();
            RequestTasks fitsAgain = container.request();
            fitsAgain.queue().add(() -> threads.add(Thread.currentThread()));
            container.complete(fitsAgain, Outcome.SUCCEEDED);
            assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        } finally {
            container.stop();
        }
    }

    @Test
    @DisplayName(
            "C-23 where stop-at-failure is set, the run stops at the first failure, and spares tasks added with always()")
    void stopsAtFailure() throws Exception {
        System.setProperty(Settings.STOP_AT_FAILURE, "true");
        Container container = new Container();
        container.start();
        try {
            Queue<String> journal = new ConcurrentLinkedQueue<>();
            RequestTasks request = container.request();
            BackgroundTasks tasks = request.queue();
            tasks.add(journal::add, "before");
            tasks.add(() -> {
                throw new IllegalStateException("on purpose");
            });
            tasks.add(journal::add, "after");
            tasks.always().add(journal::add, "always");
            container.complete(request, Outcome.SUCCEEDED);
            assertThat(journal).containsExactly("before", "always");
        } finally {
            container.stop();
        }
    }
}
