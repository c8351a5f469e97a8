package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Cancelling a task")
@Timeout(60)
class CancellingTest {

    @RegisterExtension
    static final Container container = new Container(Turns.class);

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();

    @ApplicationScoped
    static class Turns {
        private static final Set<TaskEvent.Type> ENDS = EnumSet.of(
                TaskEvent.Type.SUCCEEDED, TaskEvent.Type.FAILED, TaskEvent.Type.INTERRUPTED, TaskEvent.Type.DISCARDED);

        private final Queue<TaskEvent> ends = new ConcurrentLinkedQueue<>();

        void ended(@Observes TaskEvent event) {
            if (ENDS.contains(event.type())) {
                ends.add(event);
            }
        }

        List<String> ends() {
            return ends.stream()
                    .map(event -> event.taskName()
                            + ' '
                            + event.type()
                            + ' '
                            + event.reason().orElse(""))
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
    }

    @Test
    @DisplayName("C-4 a held task is taken back when it is cancelled, and reported as discarded")
    void held() {
        BackgroundTask task = tasks.named("held").add(journal::add, "held");
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isFalse();
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(journal).isEmpty();
        assertThat(turns.ends()).containsExactly("held DISCARDED cancelled");
    }

    @Test
    @DisplayName("C-4 a task that waits for its turn is taken back when it is cancelled; the others run")
    void waiting() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        tasks.named("first").add(() -> {
            started.countDown();
            goOn.await();
        });
        BackgroundTask task = tasks.named("second").concurrent().add(journal::add, "second");
        tasks.named("third").add(journal::add, "third");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isFalse();
        goOn.countDown();
        container.awaitIdle();
        assertThat(journal).containsExactly("third");
        assertThat(turns.ends()).containsExactly("second DISCARDED cancelled", "first SUCCEEDED ", "third SUCCEEDED ");
    }

    @Test
    @DisplayName("C-4 a running task that is cancelled is interrupted, and told so by its context; the next one runs")
    void running() throws Exception {
        TaskContext context = container.get(TaskContext.class);
        CountDownLatch started = new CountDownLatch(1);
        BackgroundTask task = tasks.named("endless").add(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException cancelled) {
                journal.add("cancelled " + context.isCancelled());
            }
        });
        tasks.named("next").add(journal::add, "next");
        long failed = container.get(BackgroundTasksMonitor.class).failed();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(task.cancel()).isTrue();
        container.awaitIdle();
        assertThat(task.cancel()).isFalse();
        assertThat(journal).containsExactly("cancelled true", "next");
        assertThat(turns.ends()).containsExactly("endless INTERRUPTED cancelled", "next SUCCEEDED ");
        assertThat(container.get(BackgroundTasksMonitor.class).failed()).isEqualTo(failed + 1);
    }

    @Test
    @DisplayName("C-4 a concurrent task that is cancelled is found on its thread, and its neighbours are left alone")
    void concurrent() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundTask task = tasks.named("beside").concurrent().add(() -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        tasks.named("next").add(() -> {
            started.countDown();
            goOn.await();
        });
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(task.cancel()).isTrue();
        goOn.countDown();
        container.awaitIdle();
        assertThat(turns.ends()).containsExactlyInAnyOrder("beside INTERRUPTED cancelled", "next SUCCEEDED ");
    }

    @Test
    @DisplayName("C-4 an open stage is cancelled with its task")
    void stage() throws Exception {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        BackgroundTask task = tasks.named("stage").addAsync(() -> {
            started.countDown();
            return stage;
        });
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(task.cancel()).isTrue();
        container.awaitIdle();
        assertThat(stage).isCancelled();
        assertThat(turns.ends()).contains("stage INTERRUPTED cancelled");
    }

    @Test
    @DisplayName("C-4 a task that has ended, or was discarded, cannot be cancelled")
    void ended() {
        BackgroundTask ended = tasks.add(() -> {});
        BackgroundTask discarded = tasks.onError().add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(ended.cancel()).isFalse();
        assertThat(discarded.cancel()).isFalse();
    }
}
