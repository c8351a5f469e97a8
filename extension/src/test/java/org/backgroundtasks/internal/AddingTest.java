package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ContextNotActiveException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Adding")
class AddingTest {

    @RegisterExtension
    static final Container container = new Container();

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final Ledger tasks = container.request();

    @AfterEach
    void nothingIsLeft() {
        container.complete(tasks, Outcome.SUCCEEDED);
    }

    private List<String> journalAfter(Outcome outcome) {
        container.complete(tasks, outcome);
        return List.copyOf(journal);
    }

    @Test
    @DisplayName("C-2 a task is a function with up to four arguments, captured when it is added")
    void takesFunctionsAndArguments() {
        String[] later = {"as added"};
        tasks.add(() -> journal.add("none"));
        tasks.add(journal::add, later[0]);
        tasks.add((a, b) -> journal.add(a + b), "two ", 2);
        tasks.add((a, b, c) -> journal.add(a + b + c), "three ", 'c', 3L);
        tasks.add((a, b, c, d) -> journal.add(a + b + c + d), "four ", 1, 2.5, true);
        later[0] = "changed";
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .containsExactly("none", "as added", "two 2", "three c3", "four 12.5true");
    }

    @Test
    @DisplayName("C-2 an argument may be null")
    void takesNullArguments() {
        tasks.add(value -> journal.add("got " + value), null);
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("got null");
    }

    @Test
    @DisplayName("C-2 the function may throw checked exceptions")
    void takesThrowingFunctions() {
        tasks.add(AddingTest::throwing);
        tasks.add(journal::add, "after");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("after");
    }

    private static void throwing() throws IOException {
        throw new IOException("on purpose");
    }

    @Test
    @DisplayName("C-4 a later task of the same name replaces the earlier one")
    void replacesByName() {
        tasks.add(journal::add, "first").named("mail");
        tasks.add(journal::add, "other");
        tasks.add(journal::add, "second").named("mail");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("other", "second");
    }

    @Test
    @DisplayName("C-4 an earlier task that takes the name of a later one gives way to it")
    void laterOneStays() {
        BackgroundTask first = tasks.add(journal::add, "first");
        tasks.add(journal::add, "second").named("mail");
        first.named("mail");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("second");
    }

    @Test
    @DisplayName(
            "C-4 a task that gives way to several later ones of its name, attached to the response, is discarded once")
    void givesWayOnce() {
        BackgroundTasksMonitor monitor = container.get(BackgroundTasksMonitor.class);
        long before = monitor.discarded();
        BackgroundTask first = tasks.add(journal::add, "first");
        tasks.attach((PendingTask) BackgroundTask.of(journal::add, "second").named("mail"));
        tasks.attach((PendingTask) BackgroundTask.of(journal::add, "third").named("mail"));
        first.named("mail");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("second", "third");
        assertThat(monitor.discarded()).isEqualTo(before + 1);
        assertThat(monitor.waiting()).isZero();
    }

    @Test
    @DisplayName("C-4 among many tasks, too, the last of a name stays, however the earlier one got it")
    void replacesAmongMany() {
        tasks.attach(
                (PendingTask) BackgroundTask.of(journal::add, "attached early").named("early"));
        for (int i = 0; i < 50; i++) {
            tasks.add(journal::add, "task").named("name " + i);
        }
        tasks.attach(
                (PendingTask) BackgroundTask.of(journal::add, "attached late").named("late"));
        tasks.add(journal::add, "renamed").named("former").named("final");
        tasks.add(journal::add, "new early").named("early");
        tasks.add(journal::add, "new late").named("late");
        tasks.add(journal::add, "new former").named("former");
        tasks.add(journal::add, "new task").named("name 7");
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .filteredOn(entry -> !entry.equals("task"))
                .containsExactly("renamed", "new early", "new late", "new former", "new task");
        assertThat(journal.stream().filter("task"::equals)).hasSize(49);
    }

    @Test
    @DisplayName("C-4 a task that was forgotten replaces no other, whatever name it is given")
    void forgottenTaskReplacesNone() {
        BackgroundTask forgotten = tasks.add(journal::add, "forgotten").named("mail");
        tasks.forget("mail");
        tasks.add(journal::add, "kept").named("other mail");
        forgotten.named("other mail");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("kept");
    }

    @Test
    @DisplayName("C-4 forget cancels the task of that name, and says whether there was one")
    void forgets() {
        tasks.add(journal::add, "forgotten").named("mail");
        tasks.add(journal::add, "kept");
        assertThat(tasks.forget("mail")).isTrue();
        assertThat(tasks.forget("mail")).isFalse();
        assertThat(tasks.forget("never there")).isFalse();
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("kept");
    }

    @Test
    @DisplayName("C-4 always runs after success and failure, onError after failure alone, the last of both holds")
    void optionsDecideWhen() {
        tasks.add(journal::add, "plain");
        tasks.add(journal::add, "always").always();
        tasks.add(journal::add, "on error").onError();
        tasks.add(journal::add, "always in the end").onError().always();
        tasks.add(journal::add, "on error in the end").always().onError();
        assertThat(journalAfter(Outcome.FAILED))
                .containsExactly("always", "on error", "always in the end", "on error in the end");
    }

    @Test
    @DisplayName("C-4 options given before the task is added count")
    void takesPreparedTasks() {
        tasks.add(BackgroundTask.of(journal::add, "first").named("mail"));
        tasks.add(BackgroundTask.of(journal::add, "second").named("mail").always());
        assertThat(journalAfter(Outcome.FAILED)).containsExactly("second");
    }

    @Test
    @DisplayName("C-4 options are refused once the response is complete")
    void refusesLateOptions() {
        BackgroundTask task = tasks.add(journal::add, "on its way");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThatIllegalStateException()
                .isThrownBy(() -> task.named("too late"))
                .withMessageContaining("BackgroundTask.of(…).named(…)");
        assertThatIllegalStateException().isThrownBy(task::always);
        assertThatIllegalStateException().isThrownBy(task::onError);
        assertThatIllegalStateException().isThrownBy(task::concurrent);
        assertThatIllegalStateException().isThrownBy(() -> task.timeout(Duration.ofSeconds(1)));
        assertThat(tasks.forget("too late")).isFalse();
    }

    @Test
    @DisplayName("C-6 null work is refused, in every form, with a word on what to pass")
    void refusesNullWork() {
        assertThatNullPointerException()
                .isThrownBy(() -> tasks.add((Work) null))
                .withMessageContaining("tasks.add(mailer::send, email)");
        assertThatNullPointerException().isThrownBy(() -> tasks.add((Work.With1<String>) null, "a"));
        assertThatNullPointerException().isThrownBy(() -> tasks.add((Work.With2<String, String>) null, "a", "b"));
        assertThatNullPointerException()
                .isThrownBy(() -> tasks.add((Work.With3<String, String, String>) null, "a", "b", "c"));
        assertThatNullPointerException()
                .isThrownBy(() -> tasks.add((Work.With4<String, String, String, String>) null, "a", "b", "c", "d"));
        assertThatNullPointerException().isThrownBy(() -> tasks.addAsync(null));
        assertThatNullPointerException()
                .isThrownBy(() -> tasks.add((BackgroundTask) null))
                .withMessageContaining("BackgroundTask.of");
    }

    @Test
    @DisplayName("C-6 a blank or null name is refused, and the task keeps what it had")
    void refusesBlankNames() {
        BackgroundTask task = tasks.add(journal::add, "kept");
        assertThatIllegalArgumentException().isThrownBy(() -> task.named(" \t")).withMessageContaining("blank");
        assertThatNullPointerException().isThrownBy(() -> task.named(null)).withMessageContaining("null");
        assertThatNullPointerException().isThrownBy(() -> tasks.forget(null));
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("kept");
    }

    @Test
    @DisplayName("C-6 a timeout that is zero, negative or null is refused with its value")
    void refusesBadTimeouts() {
        BackgroundTask task = tasks.add(() -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.timeout(Duration.ZERO))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.timeout(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
        assertThatNullPointerException().isThrownBy(() -> task.timeout(null));
    }

    @Test
    @DisplayName("C-6 more tasks than max-per-request are refused; the ones before run")
    void refusesTooMany() {
        for (int i = 0; i < 10_000; i++) {
            tasks.add(() -> journal.add(""));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.add(() -> journal.add("one too many")))
                .withMessageContaining("10000")
                .withMessageContaining("background-tasks.max-per-request");
        assertThat(journalAfter(Outcome.SUCCEEDED)).hasSize(10_000).doesNotContain("one too many");
    }

    @Test
    @DisplayName("C-6 a task is added once")
    void refusesTheSameTaskTwice() {
        BackgroundTask task = BackgroundTask.of(journal::add, "once");
        tasks.add(task);
        assertThatIllegalStateException().isThrownBy(() -> tasks.add(task)).withMessageContaining("BackgroundTask.of");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("once");
    }

    @Test
    @DisplayName("C-6 a task of somebody else's making is refused")
    void refusesForeignTasks() {
        BackgroundTask foreign = (BackgroundTask) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BackgroundTask.class}, (proxy, method, args) -> null);
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.add(foreign));
    }

    @Test
    @DisplayName("C-6 adding outside a request scope fails, as CDI says")
    void refusesWithoutScope() {
        BackgroundTasks injected = container.get(BackgroundTasks.class);
        assertThatThrownBy(() -> injected.add(() -> {})).isInstanceOf(ContextNotActiveException.class);
    }

    @Test
    @DisplayName("C-7 a task added after the response is complete starts at once, under the same outcome rule")
    void startsLateTasks() {
        BackgroundTasks handle = tasks.handle();
        container.complete(tasks, Outcome.FAILED);
        handle.add(journal::add, "not after a failure");
        handle.add(BackgroundTask.of(journal::add, "late").onError());
        handle.addAsync(() -> {
            journal.add("not either");
            return CompletableFuture.completedStage(null);
        });
        container.awaitIdle();
        assertThat(journal).containsExactly("late");
    }

    @Test
    @DisplayName("C-7 a handle is the same queue, on any thread")
    void handleIsTheSameQueue() {
        tasks.add(journal::add, "here");
        CompletableFuture.runAsync(() -> tasks.handle().add(journal::add, "there"))
                .join();
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("here", "there");
    }

    @Test
    @DisplayName("C-23 logs know a task by its name, or else by the class it was written in, and by its request")
    void describesTasks() {
        assertThat(tasks.add(journal::add, "named").named("welcome mail").toString())
                .endsWith("'welcome mail' of GET /test");
        assertThat(tasks.add(journal::add, "unnamed").toString())
                .contains(getClass().getName() + " of GET /test");
        assertThat(BackgroundTask.of(() -> {}).toString()).contains(getClass().getName());
    }

    @Test
    @DisplayName("C-2 every form of adding returns the task, and every form of making one makes one that can be added")
    void everyForm() {
        List<BackgroundTask> added = List.of(
                tasks.add(() -> {}),
                tasks.add(a -> {}, 1),
                tasks.add((a, b) -> {}, 1, 2),
                tasks.add((a, b, c) -> {}, 1, 2, 3),
                tasks.add((a, b, c, d) -> {}, 1, 2, 3, 4),
                tasks.addAsync(() -> CompletableFuture.completedStage(null)),
                tasks.add(BackgroundTask.of(a -> {}, 1)),
                tasks.add(BackgroundTask.of((a, b) -> {}, 1, 2)),
                tasks.add(BackgroundTask.of((a, b, c) -> {}, 1, 2, 3)),
                tasks.add(BackgroundTask.of((a, b, c, d) -> {}, 1, 2, 3, 4)),
                tasks.add(BackgroundTask.ofAsync(() -> CompletableFuture.completedStage(null))));
        assertThat(added)
                .doesNotHaveDuplicates()
                .allSatisfy(task -> assertThat(task.always()).isSameAs(task));
        assertThat(added)
                .map(task -> ((PendingTask) task).arguments().size())
                .containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0);
        assertThat(PendingTask.attachableExists()).isTrue();
        container.complete(tasks, Outcome.SUCCEEDED);
    }
}
