package org.backgroundtasks.executor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("An executor of the application's own")
@Timeout(60)
class OwnExecutorTest {

    private static final String THREADS = "background-tasks.executor.threads";
    private static final String QUEUE = "background-tasks.executor.queue";

    /** So that there is something to deploy. */
    @ApplicationScoped
    public static class Bean {}

    @AfterEach
    void unset() {
        System.clearProperty(THREADS);
        System.clearProperty(QUEUE);
    }

    private static WeldContainer deployed() {
        return new Weld().addBeanClass(Bean.class).initialize();
    }

    @Test
    @DisplayName(
            "C-20 an application without a server's executor has one with the threads and the queue that are configured")
    void isConfigured() throws InterruptedException {
        System.setProperty(THREADS, "1");
        System.setProperty(QUEUE, "1");
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (WeldContainer application = deployed()) {
            ManagedExecutorService executor =
                    application.select(ManagedExecutorService.class).get();
            executor.submit(() -> {
                started.countDown();
                end.await();
                return null;
            });
            started.await();
            executor.submit(() -> {});
            assertThatThrownBy(() -> executor.submit(() -> {})).isInstanceOf(RejectedExecutionException.class);
            end.countDown();
        }
    }

    @Test
    @DisplayName("C-33 the threads of an application's own executor end with the application")
    void endsWithTheApplication() throws Exception {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (WeldContainer application = deployed()) {
            application
                    .select(ManagedExecutorService.class)
                    .get()
                    .submit(() -> worker.set(Thread.currentThread()))
                    .get();
        }
        worker.get().join();
        assertThat(worker.get().isAlive()).isFalse();
    }

    @Test
    @DisplayName("a size that is no number fails the deployment with a message that names the key")
    void invalidSize() {
        System.setProperty(THREADS, "many");
        assertThatThrownBy(OwnExecutorTest::deployed)
                .hasMessageContaining("Configuration " + THREADS + " is 'many', but must be a whole number above zero");
    }
}
