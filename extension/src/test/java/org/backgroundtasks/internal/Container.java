package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real CDI container with a real managed executor, for the tests of one class. */
final class Container implements BeforeAllCallback, AfterAllCallback {

    private final EmbeddedRuntime.Builder builder;
    private EmbeddedRuntime runtime;

    Container(Class<?>... beans) {
        this(4, 100_000, beans);
    }

    Container(int threads, int queue, Class<?>... beans) {
        builder = EmbeddedRuntime.builder().beanClasses(beans).threads(threads).queue(queue);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        runtime = builder.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        runtime.close();
    }

    <T> T get(Class<T> type) {
        return select(type).get();
    }

    <T> Instance<T> select(Class<T> type) {
        return runtime.select(type);
    }

    Engine engine() {
        return get(BeanManager.class)
                .getExtension(BackgroundTasksExtension.class)
                .engine();
    }

    /** The ledger of a request whose response the test itself completes. */
    Ledger request() {
        Ledger ledger = engine().newLedger();
        ledger.watchedBy(new TestGate(), "GET", "/test");
        return ledger;
    }

    /** Completes the response, and waits until its tasks, and those that they added, have ended. */
    void complete(Ledger ledger, Outcome outcome) {
        ledger.release(outcome, Runnable::run);
        awaitIdle();
    }

    void awaitIdle() {
        try {
            assertThat(get(BackgroundTasksMonitor.class).awaitIdle(Duration.ofSeconds(60)))
                    .isTrue();
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
}
