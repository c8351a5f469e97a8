package org.backgroundtasks.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The embedded runtime's request threads")
@Timeout(60)
class RequestThreadsTest {

    private static final int FEW = 2;
    private static final int MOST = 10;
    private static final int LOOKS_UNTIL_FEWER = 2_000;

    private final Queue<Runnable> looks = new ArrayDeque<>();
    private long nanos;
    private boolean outOfThreads;
    private final RequestThreads threads = new RequestThreads(FEW, MOST, this::thread, looks::add, () -> nanos);

    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch leave = new CountDownLatch(1);

    @AfterEach
    void end() {
        leave.countDown();
        threads.shutdown();
    }

    private void block(int requests) {
        for (int i = 0; i < requests; i++) {
            threads.execute(() -> {
                entered.release();
                awaitLeave();
            });
        }
    }

    private void awaitLeave() {
        try {
            leave.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(Runnable work) {
        if (outOfThreads) {
            throw new OutOfMemoryError("unable to create native thread, on purpose");
        }
        return new Thread(work);
    }

    private void lookAfter(Duration pause) {
        nanos += pause.toNanos();
        looks.remove().run();
    }

    @Test
    @DisplayName("do not look while no request waits")
    void noLook() {
        block(FEW);
        assertThat(looks).isEmpty();
    }

    @Test
    @DisplayName("are as many as the requests, once the same request is the next at two looks")
    void more() throws InterruptedException {
        block(FEW + 3);
        assertThat(threads.getPoolSize()).isEqualTo(FEW);
        lookAfter(Duration.ofMillis(5));
        entered.acquire(FEW + 3);
        assertThat(threads.getPoolSize()).isEqualTo(FEW + 3);
    }

    @Test
    @DisplayName("are never more than the most there may be")
    void most() {
        block(2 * MOST);
        lookAfter(Duration.ofMillis(5));
        lookAfter(Duration.ofMillis(5));
        assertThat(threads.getPoolSize()).isEqualTo(MOST);
    }

    @Test
    @DisplayName("become more once the JVM can start threads again")
    void outOfThreads() throws InterruptedException {
        block(FEW + 3);
        outOfThreads = true;
        assertThatThrownBy(() -> lookAfter(Duration.ofMillis(5))).hasMessageContaining("on purpose");
        outOfThreads = false;
        lookAfter(Duration.ofMillis(5));
        entered.acquire(FEW + 3);
    }

    @Test
    @DisplayName("stay few while requests wait, but not the same ones")
    void othersWait() throws InterruptedException {
        var turns = new Semaphore(0);
        var done = new Semaphore(0);
        for (int i = 0; i < 20; i++) {
            threads.execute(() -> {
                turns.acquireUninterruptibly();
                done.release();
            });
        }
        for (int i = 0; i < 15; i++) {
            turns.release();
            done.acquire();
            while (threads.getQueue().size() > 17 - i) {
                Thread.onSpinWait();
            }
            lookAfter(Duration.ofMillis(5));
        }
        assertThat(threads.getPoolSize()).isEqualTo(FEW);
        turns.release(20);
    }

    @Test
    @DisplayName("stay few after the machine stood still")
    void stoodStill() {
        block(FEW + 3);
        lookAfter(Duration.ofMillis(11));
        assertThat(threads.getPoolSize()).isEqualTo(FEW);
        lookAfter(Duration.ofMillis(5));
        assertThat(threads.getPoolSize()).isEqualTo(FEW + 3);
    }

    @Test
    @DisplayName("are few again when nothing has been blocked for a while, and then no longer look")
    void fewAgain() throws InterruptedException {
        block(FEW + 3);
        lookAfter(Duration.ofMillis(5));
        entered.acquire(FEW + 3);
        leave.countDown();
        for (int i = 0; i < 2 * LOOKS_UNTIL_FEWER; i++) {
            lookAfter(Duration.ofMillis(5));
        }
        assertThat(threads.getCorePoolSize()).isEqualTo(FEW);
        assertThat(threads.getMaximumPoolSize()).isEqualTo(FEW);
        assertThat(looks).isEmpty();
    }
}
