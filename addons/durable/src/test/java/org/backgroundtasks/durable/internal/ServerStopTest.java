package org.backgroundtasks.durable.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.AttributeChangeNotification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A server that is suspended before it stops the application")
@Timeout(60)
class ServerStopTest {

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();
    private static final AtomicBoolean HUNG = new AtomicBoolean();

    /** What WildFly has. */
    public interface ServerMBean {}

    static class Server extends NotificationBroadcasterSupport implements ServerMBean {

        void turns(String state) {
            sendNotification(
                    new AttributeChangeNotification(this, 0, 0, "", "RunningState", String.class.getName(), "", state));
        }
    }

    /** Hangs the first time. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 0)
    static class Handler implements TaskHandler<String> {

        @Inject
        TaskContext context;

        @Override
        public void handle(String payload) throws InterruptedException {
            SEEN.add("attempt " + context.attempt());
            if (!HUNG.getAndSet(true)) {
                new CountDownLatch(1).await();
            }
        }
    }

    private final Server server = new Server();

    @BeforeEach
    void begin() throws Exception {
        SEEN.clear();
        HUNG.set(false);
        ManagementFactory.getPlatformMBeanServer().registerMBean(server, name());
        System.setProperty(MemoryStore.KEY, MemoryStore.AS_BEANS);
        System.setProperty("background-tasks.drain-timeout", "0.1s");
    }

    @AfterEach
    void end() throws Exception {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
        System.clearProperty(MemoryStore.KEY);
        System.clearProperty("background-tasks.drain-timeout");
    }

    private static ObjectName name() throws Exception {
        return new ObjectName("jboss.root:type=state");
    }

    @Test
    @DisplayName("C-55 interrupts a durable task in a message-driven bean, which costs it no attempt")
    void noAttempt() throws Exception {
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().beanClasses(Handler.class).start()) {
            runtime.select(DurableTasks.class).get().add(Handler.class, "payload");
            assertThat(SEEN.take()).isEqualTo("attempt 1");
            server.turns("suspending");
            assertThat(SEEN.take()).isEqualTo("attempt 1");
        }
    }

    @Test
    @DisplayName("C-55 and is resumed in time interrupts nothing")
    void resumed() {
        Queue<Runnable> threads = new ArrayDeque<>();
        ServerStop listener = ServerStop.listen(Duration.ofDays(1), threads::add, () -> SEEN.add("interrupted"));
        server.turns("suspending");
        server.turns("suspended");
        server.turns("normal");
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(SEEN).isEmpty();
        listener.close();
        server.turns("suspending");
        assertThat(threads).isEmpty();
    }
}
