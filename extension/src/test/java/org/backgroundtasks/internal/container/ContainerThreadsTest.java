package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.backgroundtasks.internal.engine.LogEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A thread of the container")
@Timeout(60)
class ContainerThreadsTest {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    @BeforeEach
    void quiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        LOGGER.setLevel(null);
    }

    @Test
    @DisplayName("C-30 does its work")
    void works() throws Exception {
        start(work -> new Thread(work, "container"));
        assertThat(ran).containsExactly("container");
    }

    @Test
    @DisplayName("C-30 that ends before it begins, since its application has gone, has another do its work")
    void ended() throws Exception {
        start(work -> new Thread(null, null, "container"));
        assertThat(ran).containsExactly("background-tasks");
    }

    @Test
    @DisplayName("C-30 that cannot be had has another do its work")
    void refused() throws Exception {
        start(work -> {
            throw new IllegalStateException("no thread");
        });
        assertThat(ran).containsExactly("background-tasks");
    }

    @Test
    @DisplayName("C-30 that cannot be started has another do its work")
    void notStarted() throws Exception {
        start(work -> new Thread(work) {
            @Override
            public synchronized void start() {
                throw new InternalError("no thread");
            }
        });
        assertThat(ran).containsExactly("background-tasks");
    }

    @Test
    @DisplayName("C-22 is interrupted when the one that is known is")
    void interrupted() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread known = threads(work -> new Thread(work, "container")).newThread(() -> {
            begun.complete(null);
            try {
                new CompletableFuture<>().get();
            } catch (Exception interrupted) {
                ran.add(interrupted.getClass().getSimpleName());
            }
        });
        known.start();
        begun.get();
        known.interrupt();
        known.join();
        assertThat(ran).containsExactly("InterruptedException");
    }

    @Test
    @DisplayName("C-30 that cannot be had is replaced by one that keeps no JVM alive and has its maker's class loader")
    void plain() {
        ClassLoader application = new ClassLoader(getClass().getClassLoader()) {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(application);
        Thread known = threads(work -> {
                    throw new IllegalStateException("no thread");
                })
                .newThread(() -> {});
        Thread.currentThread().setContextClassLoader(before);
        assertThat(known.isDaemon()).isTrue();
        assertThat(known.getContextClassLoader()).isSameAs(application);
    }

    @Test
    @DisplayName("C-30 that cannot be had or started is a warning, which says why")
    void warns() throws Exception {
        loud();
        try (LogEntries log = new LogEntries(Level.WARNING)) {
            refused();
            assertThat(log.messages()).singleElement().asString().contains("factory refuses", "no thread");
        }
        ran.clear();
        try (LogEntries log = new LogEntries(Level.WARNING)) {
            notStarted();
            assertThat(log.messages()).singleElement().asString().contains("does not start", "no thread");
        }
    }

    private void start(Function<Runnable, Thread> make) throws InterruptedException {
        Thread known =
                threads(make).newThread(() -> ran.add(Thread.currentThread().getName()));
        known.start();
        known.join();
    }

    private static ContainerThreads threads(Function<Runnable, Thread> make) {
        ManagedThreadFactory factory =
                answering(ManagedThreadFactory.class, argument -> make.apply((Runnable) argument));
        Instance<?> found = answering(Instance.class, argument -> factory);
        Instance<?> all = answering(Instance.class, argument -> found);
        return new ContainerThreads(new Jndi(), answering(BeanManager.class, argument -> all));
    }

    /** Answers yes, or what the last argument makes of it. */
    private static <T> T answering(Class<T> type, UnaryOperator<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                ContainerThreadsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class
                        ? true
                        : answer.apply(arguments == null ? "" : arguments[arguments.length - 1])));
    }
}
