package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StorableWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Handing tasks over, when the application stops")
@Timeout(60)
class HandingOverTest {

    private final Container container = new Container(1, 100_000);
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final List<String> stored = new ArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Has an id, and does what the test says. */
    private record Storable(String id, Work work) implements StorableWork {

        @Override
        public void run() throws Exception {
            work.run();
        }

        @Override
        public String name() {
            return "handler of " + id;
        }

        @Override
        public Object payload() {
            return "payload of " + id;
        }

        @Override
        public String caller() {
            return "alice";
        }

        @Override
        public @Nullable StatusId statusId() {
            return null;
        }
    }

    @AfterEach
    void reset() {
        goOn.countDown();
        System.clearProperty(Settings.DRAIN_TIMEOUT);
    }

    private Storable storable(String id) {
        return new Storable(id, () -> journal.add(id));
    }

    private void start(String drainTimeout) {
        System.setProperty(Settings.DRAIN_TIMEOUT, drainTimeout);
        container.start();
        container.engine().addOns().handOverTo(tasks -> tasks.forEach(task -> stored.add(task.id())));
    }

    /** Keeps the only thread. */
    private void keepThread(RequestTasks request) {
        request.queue().add(() -> {
            started.countDown();
            goOn.await();
        });
    }

    private static AddedTask seen(BackgroundTask task) {
        return (AddedTask) task;
    }

    @Test
    @DisplayName("C-56 what waits is stored when the drain begins, in order, and what is in memory alone is waited for")
    void waiting() throws Exception {
        start("60");
        RequestTasks request = container.request();
        keepThread(request);
        BackgroundTask first = request.queue().add(storable("a"));
        request.queue().add(storable("b"));
        request.queue().add(journal::add, "memory");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(container::stop);
        while (!seen(first).status().hasEnded()) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        stop.join();
        assertThat(stored).containsExactly("a", "b");
        assertThat(journal).containsExactly("memory");
        assertThat(seen(first).status().lastTurn()).isEqualTo(TaskEvent.Type.DISCARDED);
        assertThat(seen(first).status().reason()).isEqualTo(AddedTask.HANDED_OVER);
        assertThat(first.id()).isEqualTo("a");
        assertThat(first.name()).isEqualTo("handler of a");
    }

    @Test
    @DisplayName(
            "C-56 what still runs after the drain timeout is stored and interrupted, and C-32 nothing of it is listed")
    void running() throws Exception {
        start("0");
        RequestTasks request = container.request();
        CountDownLatch interrupted = new CountDownLatch(1);
        BackgroundTask running = request.queue().add(new Storable("running", () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }));
        request.queue().add(storable("next"));
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        try (LogEntriesOf errors = new LogEntriesOf()) {
            container.stop();
            interrupted.await();
            assertThat(errors.listed()).isEmpty();
        }
        assertThat(stored).containsExactlyInAnyOrder("running", "next");
        assertThat(journal).isEmpty();
        assertThat(seen(running).name()).isEqualTo("handler of running");
    }

    @Test
    @DisplayName("C-56 what the store refuses as the drain begins runs while that lasts")
    void refused() throws Exception {
        System.setProperty(Settings.DRAIN_TIMEOUT, "60");
        container.start();
        container.engine().addOns().handOverTo(tasks -> {
            throw new IllegalStateException("no room");
        });
        RequestTasks request = container.request();
        keepThread(request);
        request.queue().add(storable("a"));
        request.queue().add(storable("b"));
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(container::stop);
        while (journal.size() < 2) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        stop.join();
        assertThat(journal).containsExactly("a", "b");
    }

    @Test
    @DisplayName(
            "C-14 a task of a request that failed, or has not been answered, is not stored as the application stops")
    void notToRun() throws Exception {
        start("0");
        RequestTasks failed = container.request();
        keepThread(failed);
        failed.queue().add(storable("failed"));
        RequestTasks held = container.request();
        held.queue().add(storable("held"));
        failed.release(Outcome.FAILED, Runnable::run);
        RequestTasks answered = container.request();
        answered.queue().add(storable("answered"));
        answered.record(Outcome.SUCCEEDED);
        container.stop();
        assertThat(stored).containsExactly("answered");
        assertThat(journal).isEmpty();
    }

    /** What is listed at ERROR. */
    private static final class LogEntriesOf implements AutoCloseable {

        private final LogEntries entries = new LogEntries(Level.SEVERE);

        List<String> listed() {
            return entries.messages().stream()
                    .filter(message -> message.startsWith("SEVERE"))
                    .toList();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
