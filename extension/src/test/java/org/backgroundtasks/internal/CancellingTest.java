package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Tracking a task, and cancelling it from outside")
@Timeout(60)
class CancellingTest {

    @RegisterExtension
    static final Container container = new Container(Turns.class);

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final List<PendingTask> tracked = new ArrayList<>();
    private final Engine engine = container.engine();
    private final Ledger tasks = container.request();

    @ApplicationScoped
    static class Turns {
        private final Queue<TaskEvent> ends = new ConcurrentLinkedQueue<>();

        void ended(@Observes TaskEvent event) {
            if (event.turn() == Turn.SUCCEEDED || event.turn() == Turn.FAILED || event.turn() == Turn.DISCARDED) {
                ends.add(event);
            }
        }

        List<String> ends() {
            return ends.stream()
                    .map(event -> event.name()
                            + ' '
                            + event.turn()
                            + ' '
                            + event.message()
                            + (event.cause() == null ? "" : event.cause().getMessage()))
                    .toList();
        }

        void clear() {
            ends.clear();
        }
    }

    private final Turns turns = container.get(Turns.class);

    @BeforeEach
    void reset() {
        turns.clear();
        engine.trackWith(tracked::add);
    }

    @Test
    @DisplayName("C-44 tracked() tells the tracker, once, of a task that is added or yet to be")
    void tracks() {
        BackgroundTask added = tasks.add(() -> {}).tracked().tracked();
        BackgroundTask beforehand = BackgroundTask.of(() -> {}).tracked();
        assertThat(tracked).containsExactly((PendingTask) added);
        tasks.add(beforehand);
        tasks.add(() -> {});
        assertThat(tracked).containsExactly((PendingTask) added, (PendingTask) beforehand);
        container.complete(tasks, Outcome.SUCCEEDED);
        BackgroundTask late = BackgroundTask.of(() -> {}).tracked();
        tasks.add(late);
        assertThat(tracked).last().isSameAs(late);
        container.awaitIdle();
    }

    @Test
    @DisplayName("C-44 a task that was forgotten is not tracked any more")
    void forgotten() {
        BackgroundTask task = tasks.add(() -> {}).named("a");
        tasks.forget("a");
        task.tracked();
        assertThat(tracked).isEmpty();
    }

    @Test
    @DisplayName("C-44 without the module that tracks, tracked() says what to add")
    void withoutTracker() {
        engine.trackWith(null);
        BackgroundTask task = tasks.add(() -> {});
        assertThatIllegalStateException().isThrownBy(task::tracked).withMessageContaining("background-tasks-status");
        BackgroundTask beforehand = BackgroundTask.of(() -> {}).tracked();
        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.add(beforehand))
                .withMessageContaining("background-tasks-status");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(turns.ends()).hasSize(1);
    }

    @Test
    @DisplayName("C-44 a held task is taken back when it is cancelled, and reported as discarded")
    void held() {
        PendingTask task = (PendingTask) tasks.add(journal::add, "held").named("held");
        assertThat(engine.cancel(task)).isTrue();
        assertThat(engine.cancel(task)).isFalse();
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(journal).isEmpty();
        assertThat(turns.ends()).containsExactly("held DISCARDED cancelled");
    }

    @Test
    @DisplayName("C-44 so is one that waits for its turn; the others run")
    void waiting() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        tasks.add(() -> {
                    started.countDown();
                    goOn.await();
                })
                .named("first");
        PendingTask task =
                (PendingTask) tasks.add(journal::add, "second").named("second").concurrent();
        tasks.add(journal::add, "third").named("third");
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(engine.cancel(task)).isTrue();
        assertThat(engine.cancel(task)).isFalse();
        goOn.countDown();
        container.awaitIdle();
        assertThat(journal).containsExactly("third");
        assertThat(turns.ends()).containsExactly("second DISCARDED cancelled", "first SUCCEEDED ", "third SUCCEEDED ");
    }

    @Test
    @DisplayName("C-44 a running task is interrupted, and told so by its context; the next one runs")
    void running() throws Exception {
        TaskContext context = container.get(TaskContext.class);
        CountDownLatch started = new CountDownLatch(1);
        PendingTask task = (PendingTask) tasks.add(() -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException cancelled) {
                        journal.add("cancelled " + context.isCancelled());
                    }
                })
                .named("endless");
        tasks.add(journal::add, "next").named("next");
        long failed = container.get(BackgroundTasksMonitor.class).failed();
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(engine.cancel(task)).isTrue();
        container.awaitIdle();
        assertThat(engine.cancel(task)).isFalse();
        assertThat(journal).containsExactly("cancelled true", "next");
        assertThat(turns.ends()).containsExactly("endless FAILED Cancelled", "next SUCCEEDED ");
        assertThat(container.get(BackgroundTasksMonitor.class).failed()).isEqualTo(failed + 1);
    }

    @Test
    @DisplayName("C-44 one that runs concurrently is found on its thread, and its neighbours are left alone")
    void concurrent() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        PendingTask task = (PendingTask) tasks.add(() -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                })
                .named("beside")
                .concurrent();
        tasks.add(() -> {
                    started.countDown();
                    goOn.await();
                })
                .named("next");
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(engine.cancel(task)).isTrue();
        goOn.countDown();
        container.awaitIdle();
        assertThat(turns.ends()).containsExactlyInAnyOrder("beside FAILED Cancelled", "next SUCCEEDED ");
    }

    @Test
    @DisplayName("C-44 an open stage is cancelled")
    void stage() throws Exception {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        PendingTask task = (PendingTask) tasks.addAsync(() -> {
                    started.countDown();
                    return stage;
                })
                .named("stage");
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(engine.cancel(task)).isTrue();
        container.awaitIdle();
        assertThat(stage).isCancelled();
        assertThat(turns.ends()).contains("stage FAILED Cancelled");
    }

    @Test
    @DisplayName("C-44 a task that has ended, or was discarded, cannot be cancelled")
    void ended() {
        PendingTask ended = (PendingTask) tasks.add(() -> {});
        PendingTask discarded = (PendingTask) tasks.add(() -> {}).onError();
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(engine.cancel(ended)).isFalse();
        assertThat(engine.cancel(discarded)).isFalse();
    }
}
