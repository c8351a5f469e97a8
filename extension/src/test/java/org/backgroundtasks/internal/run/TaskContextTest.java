package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ContextNotActiveException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The context of a task")
@Timeout(60)
class TaskContextTest {

    @RegisterExtension
    static final Container container = new Container();

    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();
    private final TaskContext context = container.get(TaskContext.class);
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();

    private List<String> journalAfter(Outcome outcome) {
        container.complete(request, outcome);
        return List.copyOf(journal);
    }

    @Test
    @DisplayName("C-28 the context tells the task's name and the request it came from")
    void tells() {
        tasks.named("mail")
                .add(() -> journal.add(context.name()
                        + ' '
                        + context.requestMethod().orElseThrow()
                        + ' '
                        + context.requestPath().orElseThrow()));
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("mail GET /test");
    }

    @Test
    @DisplayName("C-28 each task has an id of its own")
    void ids() {
        tasks.add(() -> journal.add(context.id()));
        tasks.add(() -> journal.add(context.id()));
        assertThat(journalAfter(Outcome.SUCCEEDED)).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("C-28 progress outside 0 to 1 is refused with what it is")
    void refusesProgress() {
        for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
            tasks.add(() -> {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> context.progress(fraction, null))
                        .withMessageContaining(Double.toString(fraction));
                journal.add("refused");
            });
        }
        tasks.add(() -> {
            context.progress(0, null);
            context.progress(1, "done");
            journal.add("taken");
        });
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("refused", "refused", "refused", "taken");
    }

    @Test
    @DisplayName("C-28 the context says when the task is cancelled, here by its timeout")
    void saysCancelled() {
        tasks.timeout(Duration.ofMillis(20)).add(() -> {
            journal.add("cancelled " + context.isCancelled());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException timeout) {
                journal.add("cancelled " + context.isCancelled());
            }
        });
        tasks.add(() -> journal.add("next cancelled " + context.isCancelled()));
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .containsExactly("cancelled false", "cancelled true", "next cancelled false");
    }

    @Test
    @DisplayName("C-28 the context says so outside of a task")
    void outside() {
        assertThatThrownBy(context::id).isInstanceOf(ContextNotActiveException.class);
        container.inRequestScope(injected -> assertThatIllegalStateException()
                .isThrownBy(context::id)
                .withMessageContaining("no background task on this thread"));
    }
}
