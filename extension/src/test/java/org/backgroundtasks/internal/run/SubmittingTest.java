package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Submitting, to an executor with one busy thread and one place in its queue")
@Timeout(60)
class SubmittingTest {

    @RegisterExtension
    static final Container container = new Container(1, 1, Scoped.class);

    private final CountDownLatch threadIsFree = new CountDownLatch(1);
    private final AtomicInteger scopedNumber = new AtomicInteger();
    private final AtomicInteger scopedInTask = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void keepTheThreadBusy() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        RequestTasks blocking = container.request();
        blocking.queue().add(() -> {
            busy.countDown();
            threadIsFree.await();
        });
        blocking.release(Outcome.SUCCEEDED, Runnable::run);
        busy.await();
    }

    @AfterEach
    void finish() {
        threadIsFree.countDown();
        container.awaitIdle();
    }

    private RequestTasks withTasks(int number) {
        RequestTasks ledger = container.request();
        for (int i = 0; i < number; i++) {
            ledger.queue().add(() -> threads.add(Thread.currentThread()));
        }
        return ledger;
    }

    @Test
    @DisplayName("C-21 one submission a request: many tasks take one place in the queue")
    void submitsOnce() {
        withTasks(50).release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(threads).isEmpty();
        threadIsFree.countDown();
        container.awaitIdle();
        assertThat(threads).hasSize(50).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName("C-30 the executor refuses: the caller named by the gate runs the tasks, all of them, in order")
    void callerRuns() {
        withTasks(1).release(Outcome.SUCCEEDED, Runnable::run);
        withTasks(3).release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(List.copyOf(threads)).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    @DisplayName(
            "C-30 the caller refuses as well, as a stopping server's pool does: a thread of their own runs the tasks")
    void ownThreadRuns() {
        withTasks(1).release(Outcome.SUCCEEDED, Runnable::run);
        withTasks(2).release(Outcome.SUCCEEDED, run -> {
            throw new RejectedExecutionException("the pool has stopped");
        });
        threadIsFree.countDown();
        container.awaitIdle();
        assertThat(threads).hasSize(3).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName(
            "C-30 a late task that the executor refuses runs on a thread of its own, and not on the one that adds it")
    void spareThreadRuns() {
        withTasks(1).release(Outcome.SUCCEEDED, Runnable::run);
        RequestTasks complete = container.request();
        complete.release(Outcome.SUCCEEDED, Runnable::run);
        synchronized (threads) {
            complete.queue().add(() -> {
                synchronized (threads) {
                    threads.add(Thread.currentThread());
                }
            });
            assertThat(threads).isEmpty();
        }
        threadIsFree.countDown();
        container.awaitIdle();
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName("C-24 a refused task has a request scope of its own, even if its caller is in one")
    void scopeOfItsOwn() {
        withTasks(1).release(Outcome.SUCCEEDED, Runnable::run);
        long before = container.get(BackgroundTasksMonitor.class).refused();
        container.inRequestScope(injected -> {
            scopedNumber.set(container.get(Scoped.class).number());
            RequestTasks refused = container.request();
            refused.queue().add(() -> threads.add(Thread.currentThread()));
            refused.queue()
                    .add(() -> scopedInTask.set(container.get(Scoped.class).number()));
            refused.release(Outcome.SUCCEEDED, Runnable::run);
            assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
            assertThat(scopedInTask.get()).isPositive().isNotEqualTo(scopedNumber.get());
        });
        assertThat(container.get(BackgroundTasksMonitor.class).refused()).isEqualTo(before + 2);
    }

    @RequestScoped
    static class Scoped {
        private static final AtomicInteger LAST = new AtomicInteger();
        private final int number = LAST.incrementAndGet();

        int number() {
            return number;
        }
    }

    @Test
    @DisplayName("C-26 a caller that runs its own tasks keeps its interrupt flag, and gets none of theirs")
    void callerKeepsItsInterruptFlag() {
        withTasks(1).release(Outcome.SUCCEEDED, Runnable::run);
        RequestTasks refused = container.request();
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        refused.queue().add(() -> seen.complete(Thread.currentThread().isInterrupted()));
        Thread.currentThread().interrupt();
        refused.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen.join()).isFalse();

        RequestTasks interrupting = container.request();
        interrupting.queue().add(() -> Thread.currentThread().interrupt());
        interrupting.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(Thread.interrupted()).isFalse();
    }
}
