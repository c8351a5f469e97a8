package org.backgroundtasks.database.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 An executor of the container's threads")
@Timeout(30)
class ManagedThreadsTest {

    private final List<Thread> started = new CopyOnWriteArrayList<>();

    private void container(Runnable work) {
        Thread thread = new Thread(work);
        started.add(thread);
        thread.start();
    }

    @Test
    @DisplayName("runs what waits when it is shut down, accepts no more, and then has no thread left")
    void shutdown() throws Exception {
        ManagedThreads executor = new ManagedThreads(1, 10, this::container);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        executor.execute(() -> {
            begun.countDown();
            await(goOn);
        });
        executor.execute(() -> ran.complete(true));
        begun.await();
        executor.shutdown();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        goOn.countDown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isCompletedWithValue(true);
        for (Thread thread : started) {
            thread.join();
        }
    }

    @Test
    @DisplayName("interrupts what runs and drops what waits when it is shut down at once")
    void shutdownNow() throws Exception {
        ManagedThreads executor = new ManagedThreads(1, 10, this::container);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        executor.execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        begun.await();
        Runnable waiting = () -> interrupted.complete(false);
        executor.execute(waiting);
        assertThat(executor.shutdownNow()).containsExactly(waiting);
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isCompletedWithValue(true);
    }

    @Test
    @DisplayName("goes on after a failure, and leaves no interrupt flag to the next")
    void failure() throws Exception {
        ManagedThreads executor = new ManagedThreads(1, 10, this::container);
        executor.execute(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("on purpose");
        });
        assertThat(executor.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        executor.shutdownNow();
    }

    @Test
    @DisplayName("has whoever brings too much run the oldest that waits")
    void full() throws Exception {
        ManagedThreads executor = new ManagedThreads(1, 1, this::container);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            await(goOn);
        });
        begun.await();
        CompletableFuture<Thread> oldest = new CompletableFuture<>();
        CompletableFuture<Thread> newest = new CompletableFuture<>();
        executor.execute(() -> oldest.complete(Thread.currentThread()));
        executor.execute(() -> newest.complete(Thread.currentThread()));
        assertThat(oldest).isCompletedWithValue(Thread.currentThread());
        goOn.countDown();
        assertThat(newest.get()).isSameAs(started.get(0));
        executor.shutdownNow();
    }

    @Test
    @DisplayName("does a chore again and again until it is shut down")
    void housekeeping() throws Exception {
        Housekeeping chores = new Housekeeping(1, this::container);
        CountDownLatch thrice = new CountDownLatch(3);
        var unused = chores.scheduleWithFixedDelay(thrice::countDown, 0, 1, TimeUnit.MILLISECONDS);
        thrice.await();
        chores.shutdown();
        assertThat(chores.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
