package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a real CDI container with a real managed executor, for the tests of one class. */
public final class Container implements BeforeAllCallback, AfterAllCallback {

    /** Says nothing. */
    static final Configuration NO_CONFIGURATION = new Configuration(key -> Optional.empty(), List::of);

    private final EmbeddedRuntime.Builder builder;
    private EmbeddedRuntime runtime;

    public Container(Class<?>... beans) {
        this(4, 100_000, beans);
    }

    public Container(int threads, int queue, Class<?>... beans) {
        builder = EmbeddedRuntime.builder().beanClasses(beans).threads(threads).queue(queue);
    }

    public void start() {
        runtime = builder.start();
    }

    public void stop() {
        runtime.close();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    public <T> T get(Class<T> type) {
        return select(type).get();
    }

    public <T> Instance<T> select(Class<T> type) {
        return runtime.select(type);
    }

    public BackgroundTasksEngine engine() {
        return get(BackgroundTasksEngine.class);
    }

    /** Makes another engine in the same container. */
    public BackgroundTasksEngine engine(Settings settings) {
        Engine made = new Engine(settings, NO_CONFIGURATION, get(BeanManager.class));
        made.deployed(get(BeanManager.class));
        return made;
    }

    /** The tasks of a request whose response the test itself completes. */
    public RequestTasks request() {
        return request(engine());
    }

    public static RequestTasks request(BackgroundTasksEngine engine) {
        RequestTasks tasks = unwatched(engine);
        tasks.watchedBy(Guarantee.STRICT, "GET", "/test");
        return tasks;
    }

    /** The tasks of a request without a response. */
    public static RequestTasks unwatched(BackgroundTasksEngine engine) {
        return ((Engine) engine).newTasks(Origin.UNKNOWN);
    }

    /** Completes the response, and waits until its tasks, and those that they added, have ended. */
    public void complete(RequestTasks request, Outcome outcome) {
        request.release(outcome, Runnable::run);
        awaitIdle();
    }

    public void awaitIdle() {
        awaitIdle(get(BackgroundTasksMonitor.class));
    }

    public static void awaitIdle(BackgroundTasksMonitor monitor) {
        try {
            assertThat(monitor.awaitIdle(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Does something in a request scope that ends with it. */
    public void inRequestScope(Consumer<BackgroundTasks> action) {
        RequestContextController scope = get(RequestContextController.class);
        scope.activate();
        try {
            action.accept(get(BackgroundTasks.class));
        } finally {
            scope.deactivate();
        }
    }
}
