package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The connection that durable tasks are stored by")
@Timeout(120)
class OwnConnectionTest {

    private static final int SENDERS = 6;

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A session, or a connection that gives such sessions, whose methods do nothing; some fail. */
    private static JMSContext context(List<String> called, String failing) {
        return proxy(JMSContext.class, (self, method, arguments) -> {
            called.add(method.getName());
            if (method.getName().equals(failing)) {
                throw new JMSRuntimeException("on purpose");
            }
            return method.getReturnType() == JMSContext.class ? self : null;
        });
    }

    @Test
    @DisplayName("C-50 has stored what it has committed, whatever closing the session says")
    void closeFails() {
        List<String> called = new ArrayList<>();
        OwnConnection connection = new OwnConnection(
                proxy(ConnectionFactory.class, (self, method, arguments) -> context(called, "close")));
        connection.inTransaction(session -> called.add("sent"));
        assertThat(called).containsSubsequence("sent", "commit", "close");
    }

    @Test
    @DisplayName("C-50 is tried once, not once for each request, while the broker does not answer")
    void connectsOnce() throws Exception {
        Semaphore connecting = new Semaphore(0);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        OwnConnection connection = new OwnConnection(proxy(ConnectionFactory.class, (self, method, arguments) -> {
            attempts.incrementAndGet();
            connecting.release();
            answer.await();
            throw new JMSRuntimeException("nobody answers");
        }));
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Thread> threads = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                sent.add(senders.submit(() -> {
                    threads.add(Thread.currentThread());
                    connection.inTransaction(session -> {});
                }));
            }
            connecting.acquire();
            while (threads.size() < SENDERS
                    || threads.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) {
                Thread.onSpinWait();
            }
            answer.countDown();
            for (Future<?> each : sent) {
                assertThatThrownBy(each::get).hasRootCauseMessage("nobody answers");
            }
            assertThat(attempts).hasValue(1);
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    @DisplayName("C-32 is not opened again once the application has stopped")
    void closed() {
        List<String> called = new ArrayList<>();
        OwnConnection connection =
                new OwnConnection(proxy(ConnectionFactory.class, (self, method, arguments) -> context(called, "")));
        connection.inTransaction(session -> called.add("sent"));
        connection.close();
        assertThatThrownBy(() -> connection.inTransaction(session -> called.add("sent too late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped");
        assertThat(called).doesNotContain("sent too late");
    }
}
