package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.TaskInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Draining, when the application stops")
@Timeout(60)
class DrainingTest {

    private static final TaskInterceptor.Interception UNTOUCHED = new TaskInterceptor.Interception() {
        @Override
        public Runnable entered() {
            return () -> {};
        }

        @Override
        public void ended(TaskEvent.Type turn, Throwable cause) {}

        @Override
        public void discarded(String reason) {}
    };

    private final Container container = new Container(1, 100_000);
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final Errors errors = new Errors();

    private static final class Errors extends Handler {
        private final List<String> messages = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord record) {
            if (Level.SEVERE.equals(record.getLevel())) {
                messages.add(new SimpleFormatter().formatMessage(record));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("org.backgroundtasks").addHandler(errors);
    }

    @AfterEach
    void reset() {
        Logger.getLogger("org.backgroundtasks").removeHandler(errors);
        System.clearProperty(Settings.DRAIN_TIMEOUT);
    }

    @Test
    @DisplayName("C-32 the stop waits for tasks that run, that wait, and that a response holds")
    void waits() throws Exception {
        container.start();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RequestTasks released = container.request();
        released.queue().add(() -> {
            started.countDown();
            goOn.await();
        });
        released.queue().add(journal::add, "waiting");
        RequestTasks held = container.request();
        held.queue().add(journal::add, "held");
        released.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> container.stop());
        assertThat(stop).isNotDone();
        goOn.countDown();
        held.release(Outcome.SUCCEEDED, Runnable::run);
        stop.join();
        assertThat(journal).containsExactlyInAnyOrder("waiting", "held");
        assertThat(errors.messages).isEmpty();
    }

    @Test
    @DisplayName("C-32 what is left after the timeout is interrupted or taken back, and listed by id, name and state")
    void stopsWhatIsLeft() throws Exception {
        System.setProperty(Settings.DRAIN_TIMEOUT, "0");
        container.start();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        RequestTasks released = container.request();
        BackgroundTask running = released.queue().named("endless").add(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
                interrupted.countDown();
            }
        });
        BackgroundTask waiting = released.queue().named("next").add(journal::add, "waiting");
        RequestTasks untouched = container.request();
        RequestTasks held = container.request();
        BackgroundTask holding = held.queue().named("held one").add(journal::add, "held");
        released.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();

        container.stop();
        assertThat(interrupted.getCount()).isZero();
        assertThat(errors.messages)
                .hasSize(3)
                .anySatisfy(message -> assertThat(message).contains(running.toString(), "running"))
                .anySatisfy(message -> assertThat(message).contains(waiting.toString(), "waiting for its turn"))
                .anySatisfy(message -> assertThat(message).contains(holding.toString(), "response is not complete"))
                .allSatisfy(message -> assertThat(message).contains("waited 0s"));
        held.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(journal).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> untouched.queue().add(() -> {}))
                .withMessageContaining("has stopped");
    }

    @Test
    @DisplayName("C-32 a task whose add is under way when the application stops is not overlooked")
    void listsWhatIsBeingAdded() throws Exception {
        System.setProperty(Settings.DRAIN_TIMEOUT, "0");
        container.start();
        BackgroundTasksEngine engine = container.engine();
        Thread stop = new Thread(engine::drain);
        engine.addOns().use(task -> {
            stop.start();
            while (stop.getState() != Thread.State.BLOCKED && stop.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            return UNTOUCHED;
        });
        BackgroundTask task = container.request().queue().add(journal::add, "late");
        stop.join();
        assertThat(errors.messages)
                .singleElement()
                .satisfies(message -> assertThat(message).contains(task.toString(), "response is not complete"));
        container.stop();
    }

    @Test
    @DisplayName("C-32 an open stage is cancelled after the timeout")
    void cancelsStages() throws Exception {
        System.setProperty(Settings.DRAIN_TIMEOUT, "0");
        container.start();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch next = new CountDownLatch(1);
        RequestTasks request = container.request();
        request.queue().addAsync(() -> stage);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        RequestTasks later = container.request();
        later.queue().add(next::countDown);
        later.release(Outcome.SUCCEEDED, Runnable::run);
        next.await();

        container.stop();
        assertThat(stage).isCancelled();
        assertThat(errors.messages)
                .singleElement()
                .satisfies(message -> assertThat(message).contains("running"));
    }

    @Test
    @DisplayName("C-30 while the application stops, the caller runs its tasks")
    void callerRuns() throws Exception {
        container.start();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RequestTasks busy = container.request();
        busy.queue().add(() -> {
            started.countDown();
            goOn.await();
        });
        busy.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        RequestTasks meanwhile = container.request();
        meanwhile.queue().add(() -> journal.add(Thread.currentThread().getName()));
        BackgroundTasksEngine engine = container.engine();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> container.stop());
        while (!engine.isStopping()) {
            Thread.onSpinWait();
        }
        meanwhile.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(journal).containsExactly(Thread.currentThread().getName());
        goOn.countDown();
        stop.join();
    }
}
