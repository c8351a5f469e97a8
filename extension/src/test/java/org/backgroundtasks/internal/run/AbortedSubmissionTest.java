package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ContextService;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.TestNaming;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.glassfish.concurro.AbstractManagedExecutorService.RejectPolicy;
import org.glassfish.concurro.ContextServiceImpl;
import org.glassfish.concurro.ManagedExecutorServiceImpl;
import org.glassfish.concurro.ManagedThreadFactoryImpl;
import org.glassfish.concurro.spi.ContextHandle;
import org.glassfish.concurro.spi.ContextSetupProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Submitting, to an executor that accepts and then gives up")
@Timeout(60)
class AbortedSubmissionTest {

    private static final String NAME = "java:global/gives-up";

    @RegisterExtension
    static final Container container = new Container();

    private final DisabledApplication application = new DisabledApplication();
    private final ManagedExecutorServiceImpl executor = new ManagedExecutorServiceImpl(
            NAME,
            new ManagedThreadFactoryImpl(NAME),
            0,
            false,
            1,
            1,
            60,
            TimeUnit.SECONDS,
            0,
            10,
            new ContextServiceImpl(NAME, application),
            RejectPolicy.ABORT);

    private final TestNaming naming = new TestNaming().bind(NAME, executor.getAdapter());
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        naming.close();
        executor.shutdownNow();
    }

    @Test
    @DisplayName(
            "C-30 tasks that the executor cannot give the context it captured run nevertheless, each once, in order")
    void contextCannotBeSetUp() throws Exception {
        BackgroundTasksEngine engine =
                container.engine(new Settings(NAME, 10, 10, Duration.ofSeconds(30), false, null));
        CountDownLatch done = new CountDownLatch(1);
        RequestTasks request = Container.request(engine);
        request.queue().add(() -> ran.add("first"));
        request.queue().add(() -> ran.add("second"));
        request.queue().add(done::countDown);
        application.disabled = true;
        request.release(Outcome.SUCCEEDED, Runnable::run);
        done.await();
        engine.drain();
        assertThat(ran).containsExactly("first", "second");
        assertThat(engine.monitor().refused()).isEqualTo(3);
        assertThat(engine.monitor().succeeded()).isEqualTo(3);
    }

    /** As a server's: the executor's own context of an application cannot be entered while that is disabled. */
    @SuppressWarnings("serial") // the interfaces are serializable
    private static final class DisabledApplication implements ContextSetupProvider {

        private volatile boolean disabled;

        private record Captured() implements ContextHandle {}

        @Override
        public ContextHandle saveContext(ContextService service) {
            return new Captured();
        }

        @Override
        public ContextHandle saveContext(ContextService service, Map<String, String> properties) {
            return new Captured();
        }

        @Override
        public ContextHandle setup(ContextHandle captured) {
            if (disabled) {
                disabled = false;
                throw new IllegalStateException("disabled, on purpose");
            }
            return captured;
        }

        @Override
        public void reset(ContextHandle previous) {}
    }
}
