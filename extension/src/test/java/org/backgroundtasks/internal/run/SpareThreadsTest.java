package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The threads for what no other thread may run")
@Timeout(60)
class SpareThreadsTest {

    private static final int MOST = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final SpareThreads threads = new SpareThreads(WatchdogTest.plainThreads());

    @Test
    @DisplayName("C-30 are as many as twice the processors, and at least four; what is more waits for one of them")
    void bounded() throws Exception {
        CountDownLatch allBusy = new CountDownLatch(MOST);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(3 * MOST);
        AtomicInteger begun = new AtomicInteger();
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 3 * MOST; i++) {
            threads.execute(() -> {
                used.add(Thread.currentThread());
                begun.incrementAndGet();
                allBusy.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                ended.countDown();
            });
        }
        allBusy.await();
        assertThat(begun).hasValue(MOST);
        goOn.countDown();
        ended.await();
        assertThat(used).hasSize(MOST);
        for (Thread thread : used) {
            // they end when there is nothing to do
            thread.join();
        }
    }

    @Test
    @DisplayName("C-30 run what they were given, and what comes after, when the application is gone")
    void closed() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(2);
        threads.execute(() -> {
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            ran.countDown();
        });
        threads.close();
        threads.execute(ran::countDown);
        goOn.countDown();
        ran.await();
    }
}
