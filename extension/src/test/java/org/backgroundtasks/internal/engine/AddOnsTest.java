package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManageableThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.TaskInterceptor;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What gates and add-ons find in the engine")
@Timeout(60)
class AddOnsTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @RegisterExtension
    static final Container container = new Container();

    private static BackgroundTasksEngine engine(String executor) {
        return container.engine(new Settings(executor, 7, 9, Duration.ofSeconds(3), false, null));
    }

    /** Stores nothing. */
    private static final class NothingStored implements StoredTasks {

        @Override
        public boolean exist() {
            return false;
        }

        @Override
        public StoredTask find(String statusHash) {
            return null;
        }

        @Override
        public StatusId statusId(BackgroundTask task) {
            return null;
        }

        @Override
        public StoredTask of(BackgroundTask task) {
            return null;
        }

        @Override
        public Set<String> handlers() {
            return Set.of();
        }

        @Override
        public StoreOperations operations() {
            return null;
        }
    }

    @Test
    @DisplayName("C-31 an add-on sees the limits and the drain timeout that are in force")
    void limits() {
        BackgroundTasksEngine engine = engine(null);
        assertThat(engine.maxPerRequest()).isEqualTo(7);
        assertThat(engine.maxPending()).isEqualTo(9);
        assertThat(engine.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("C-24 an add-on finds the task whose function its thread is in, and none outside of one")
    void currentTask() {
        BackgroundTasksEngine engine = engine(null);
        AtomicReference<AddedTask> found = new AtomicReference<>();
        RequestTasks request = Container.request(engine);
        BackgroundTask added = request.queue().add(() -> found.set(engine.currentTask()));
        request.release(Outcome.SUCCEEDED, Runnable::run);
        Container.awaitIdle(engine.monitor());
        assertThat(found.get()).isSameAs(added);
        assertThat(engine.currentTask()).isNull();
    }

    @Test
    @DisplayName("C-20 an add-on gets a thread of its own from the container")
    void thread() {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        engine(null).startThread(() -> started.complete(Thread.currentThread()));
        assertThat(started.join()).isInstanceOf(ManageableThread.class).isNotSameAs(Thread.currentThread());
    }

    @Test
    @DisplayName("C-43 the durable module asks the engine for the trace, which an interceptor knows")
    void trace() {
        BackgroundTasksEngine engine = engine(null);
        assertThat(engine.addOns().traceparent()).isNull();
        engine.addOns().use(new TaskInterceptor() {

            @Override
            public Interception added(AddedTask task) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public String traceparent() {
                return TRACE;
            }
        });
        assertThat(engine.addOns().traceparent()).isEqualTo(TRACE);
    }

    @Test
    @DisplayName("C-44 the status module finds the stored tasks that the durable module has registered, and else none")
    void storedTasks() {
        BackgroundTasksEngine engine = engine(null);
        assertThat(engine.addOns().storedTasks()).isNull();
        StoredTasks stored = new NothingStored();
        engine.addOns().use(stored);
        assertThat(engine.addOns().storedTasks()).isSameAs(stored);
    }

    @Test
    @DisplayName("C-32 a stop has add-ons receive no more tasks, and is over when it waits no longer for what is held")
    void receivesUntilStop() {
        BackgroundTasksEngine engine = container.engine(new Settings(null, 7, 9, Duration.ZERO, false, null));
        Container.request(engine).queue().add(() -> {});
        AtomicInteger stops = new AtomicInteger();
        engine.addOns().receivesUntilStop(stops::incrementAndGet);
        assertThat(engine.isStopping()).isFalse();
        assertThat(engine.hasStopped()).isFalse();
        engine.drain();
        assertThat(stops).hasPositiveValue();
        assertThat(engine.isStopping()).isTrue();
        assertThat(engine.hasStopped()).isTrue();
    }

    @Test
    @DisplayName(
            "C-20 an executor of the application's own namespace is looked for when the names are bound, and not before")
    void missingExecutorOfTheApplication() {
        BackgroundTasksEngine engine = engine("java:app/concurrent/none");
        assertThatThrownBy(() -> engine.gates().namesAreBound())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java:app/concurrent/none");
    }

    @Test
    @DisplayName("C-20 an executor that is not there fails the deployment, and the message names it")
    void missingExecutor() {
        assertThatThrownBy(() -> engine("java:global/concurrent/none"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java:global/concurrent/none");
        assertThatCode(() -> engine(null)).doesNotThrowAnyException();
    }
}
