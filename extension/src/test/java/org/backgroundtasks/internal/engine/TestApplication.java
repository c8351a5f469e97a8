package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.EngineLookup;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;

/** Is an application with a real container and a real managed executor, or with a stand-in for that executor. */
final class TestApplication implements AutoCloseable {

    static final String DEFAULT_EXECUTOR = "java:comp/DefaultManagedExecutorService";

    private final EmbeddedRuntime runtime;
    private final Map<String, String> settings;
    private final Engine engine;

    private TestApplication(Builder builder) {
        settings = builder.settings;
        settings.forEach(System::setProperty);
        runtime = EmbeddedRuntime.builder()
                .beanClasses(builder.beans)
                .threads(builder.threads)
                .queue(builder.queue)
                .closeTimeout(Duration.ofSeconds(2))
                .start();
        engine = (Engine) EngineLookup.of(get(BeanManager.class));
        builder.executors.forEach((name, execute) -> FindingsNaming.bind(
                name,
                FindingsExecutor.managed(
                        get(ContextService.class), work -> execute.accept(get(ManagedExecutorService.class), work))));
    }

    static Builder with(Class<?>... beans) {
        return new Builder(beans);
    }

    /** Says what is special about an application. */
    static final class Builder {
        private final Class<?>[] beans;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, BiConsumer<ManagedExecutorService, Runnable>> executors = new LinkedHashMap<>();
        private int threads = 4;
        private int queue = 100_000;

        private Builder(Class<?>... beans) {
            this.beans = beans;
        }

        Builder threads(int number) {
            threads = number;
            return this;
        }

        Builder queue(int length) {
            queue = length;
            return this;
        }

        Builder setting(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Seconds or a text such as {@code 50ms} that the configuration reads. */
        Builder drainTimeout(String text) {
            return setting(Settings.DRAIN_TIMEOUT, text);
        }

        /** Has the default executor do this with what it is given; it may pass it on to the real one. */
        Builder executor(BiConsumer<ManagedExecutorService, Runnable> execute) {
            return executor(DEFAULT_EXECUTOR, execute);
        }

        Builder executor(String name, BiConsumer<ManagedExecutorService, Runnable> execute) {
            executors.put(name, execute);
            return this;
        }

        TestApplication start() {
            return new TestApplication(this);
        }
    }

    <T> T get(Class<T> type) {
        return runtime.select(type).get();
    }

    Engine engine() {
        return engine;
    }

    BackgroundTasksMonitor monitor() {
        return engine.monitor();
    }

    /** The tasks of a request whose response the test itself completes. */
    Ledger request() {
        return request("/test");
    }

    Ledger request(String path) {
        Ledger ledger = (Ledger) engine.newTasks(Origin.UNKNOWN);
        ledger.watchedBy(Guarantee.STRICT, "GET", path);
        return ledger;
    }

    /** Completes the response well, and waits until its tasks, and those that they added, have ended. */
    void complete(Ledger ledger) {
        ledger.release(Outcome.SUCCEEDED, Runnable::run);
        awaitIdle();
    }

    /** Has a new request add tasks, and completes it. */
    void run(Consumer<BackgroundTasks> adding) {
        Ledger ledger = request();
        adding.accept(ledger.queue());
        complete(ledger);
    }

    void awaitIdle() {
        try {
            assertThat(monitor().awaitIdle(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Does something in a request scope that ends with it. */
    void inRequestScope(Consumer<BackgroundTasks> action) {
        RequestContextController scope = get(RequestContextController.class);
        scope.activate();
        try {
            action.accept(get(BackgroundTasks.class));
        } finally {
            scope.deactivate();
        }
    }

    @Override
    public void close() {
        try {
            runtime.close();
        } finally {
            settings.keySet().forEach(System::clearProperty);
            FindingsNaming.clear();
        }
    }
}
