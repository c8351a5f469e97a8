package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.backgroundtasks.internal.container.ContainerThreads;
import org.backgroundtasks.internal.container.Jndi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The thread that watches timeouts")
@Timeout(60)
class WatchdogTest {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LATER = TimeUnit.MILLISECONDS.toNanos(200);

    private final BlockingQueue<String> acted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> actedOn = new LinkedBlockingQueue<>();
    private final Watchdog watchdog = new Watchdog(plainThreads());

    /** A container without a thread factory. */
    static ContainerThreads plainThreads() {
        BeanManager nothing = (BeanManager) Proxy.newProxyInstance(
                WatchdogTest.class.getClassLoader(), new Class<?>[] {BeanManager.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("no beans");
                });
        return new ContainerThreads(new Jndi(), nothing);
    }

    private Runnable noting(String name) {
        return () -> {
            actedOn.add(Thread.currentThread());
            acted.add(name);
        };
    }

    @BeforeEach
    void quiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        LOGGER.setLevel(null);
        watchdog.close();
    }

    /** Has the thread wait until the timeouts of a test are set; these are due when it goes on. */
    private CountDownLatch untilAllAreSet() {
        CountDownLatch allSet = new CountDownLatch(1);
        watchdog.after(0, () -> {
            actedOn.add(Thread.currentThread());
            try {
                allSet.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        return allSet;
    }

    @Test
    @DisplayName("C-27 acts on timeouts in the order in which they are due, whatever order they were set in")
    void inOrder() throws Exception {
        CountDownLatch allSet = untilAllAreSet();
        watchdog.after(LATER, noting("later"));
        watchdog.after(SOON, noting("soon"));
        allSet.countDown();
        assertThat(List.of(acted.take(), acted.take())).containsExactly("soon", "later");
    }

    @Test
    @DisplayName("C-27 acts at once on a timeout that is due before the one it waits for")
    void earlier() throws Exception {
        watchdog.after(TimeUnit.HOURS.toNanos(1), noting("in an hour"));
        for (int i = 0; i < 100; i++) {
            watchdog.after(SOON / 20, noting("soon"));
            assertThat(acted.take()).isEqualTo("soon");
        }
    }

    @Test
    @DisplayName("C-27 does not act on a timeout whose task has ended before")
    void cancelled() throws Exception {
        CountDownLatch allSet = untilAllAreSet();
        watchdog.cancel(watchdog.after(0, noting("cancelled")));
        watchdog.after(SOON, noting("later"));
        allSet.countDown();
        assertThat(acted.take()).isEqualTo("later");
        assertThat(acted).isEmpty();
    }

    @Test
    @DisplayName("C-27 goes on after an action that failed")
    void afterFailure() throws Exception {
        watchdog.after(SOON, () -> {
            throw new AssertionError("on purpose");
        });
        watchdog.after(LATER, noting("later"));
        assertThat(acted.take()).isEqualTo("later");
    }

    @Test
    @DisplayName("C-27 does not take the longest timeout there is for one that comes before others, be they overdue")
    void longest() throws Exception {
        CountDownLatch allSet = untilAllAreSet();
        watchdog.after(0, noting("overdue"));
        long set = System.nanoTime();
        while (System.nanoTime() == set) {
            Thread.onSpinWait();
        }
        watchdog.after(Long.MAX_VALUE, noting("never"));
        allSet.countDown();
        assertThat(acted.take()).isEqualTo("overdue");
        watchdog.after(SOON, noting("soon"));
        assertThat(acted.take()).isEqualTo("soon");
    }

    @Test
    @DisplayName(
            "C-33 is one for timeouts that are pending together, ends when none is, and is begun again by the next")
    void begunAndEnded() throws Exception {
        CountDownLatch allSet = untilAllAreSet();
        watchdog.after(SOON, noting("one"));
        watchdog.after(SOON, noting("other"));
        allSet.countDown();
        Thread first = actedOn.take();
        assertThat(List.of(actedOn.take(), actedOn.take())).containsOnly(first);
        first.join();
        watchdog.after(SOON, noting("next"));
        Thread second = actedOn.take();
        assertThat(second).isNotSameAs(first);
        watchdog.close();
        second.join();
    }

    @Test
    @DisplayName("C-33 acts on what is pending although the application is gone, and ends then")
    void closed() throws Exception {
        watchdog.after(LATER, noting("pending"));
        watchdog.close();
        actedOn.take().join();
    }
}
