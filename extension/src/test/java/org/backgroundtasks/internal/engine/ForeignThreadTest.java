package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-3, E-9 A task added through a handle on a thread that is not the request's")
@Timeout(60)
class ForeignThreadTest {

    private static <T> T onForeignThread(java.util.concurrent.Callable<T> action)
            throws InterruptedException, ExecutionException {
        FutureTask<T> future = new FutureTask<>(action);
        FindingsNaming.foreignThread(future);
        return future.get();
    }

    @Test
    @DisplayName("E-3 C-7 runs within its timeout although that thread sees no JNDI names")
    void timeoutWithoutNames() throws Exception {
        try (TestApplication app = TestApplication.with(FindingsJournal.class)
                .executor((real, work) -> real.execute(work))
                .start()) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            BackgroundTask task =
                    onForeignThread(() -> handle.timeout(Duration.ofSeconds(30)).add(() -> {}));
            app.complete(request);
            assertThat(app.get(FindingsJournal.class).turnsOf(task.id())).endsWith(SUCCEEDED);
        }
    }

    @Test
    @DisplayName("C-20 finds the executor given to on(…) although that thread sees no JNDI names")
    void executorWithoutNames() throws Exception {
        AtomicReference<String> ranOn = new AtomicReference<>();
        try (TestApplication app = TestApplication.with()
                .executor((real, work) -> real.execute(work))
                .executor(
                        "java:app/mail",
                        (real, work) -> real.execute(() -> {
                            ranOn.set("mail");
                            work.run();
                        }))
                .start()) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            onForeignThread(() -> handle.on("java:app/mail").add(() -> {}));
            app.complete(request);
            assertThat(ranOn).hasValue("mail");
        }
    }

    @Test
    @DisplayName("E-9 C-7 needs a lock that its adder holds, and does not deadlock when the executor refuses")
    void lateUnderLock() throws Exception {
        Object lock = new Object();
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        try (TestApplication app =
                TestApplication.with().executor(FindingsExecutor.REFUSES).start()) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            request.release(Outcome.SUCCEEDED, Runnable::run);
            app.inRequestScope(injected -> {
                synchronized (lock) {
                    handle.add(() -> {
                        synchronized (lock) {
                            ranOn.set(Thread.currentThread());
                        }
                    });
                }
            });
            app.awaitIdle();
            assertThat(ranOn).doesNotHaveValue(null).doesNotHaveValue(Thread.currentThread());
        }
    }

    @Test
    @DisplayName("E-9 C-7 never runs on the thread that adds it late, whatever the executor refuses")
    void lateAddReturnsFirst() throws Exception {
        CountDownLatch added = new CountDownLatch(1);
        try (TestApplication app =
                TestApplication.with().executor(FindingsExecutor.REFUSES).start()) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            request.release(Outcome.SUCCEEDED, Runnable::run);
            handle.add(added::await);
            added.countDown();
            app.awaitIdle();
            assertThat(app.monitor().succeeded()).isEqualTo(1);
        }
    }
}
