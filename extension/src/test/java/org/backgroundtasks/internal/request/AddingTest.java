package org.backgroundtasks.internal.request;

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
import org.backgroundtasks.AttachableTask;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Adding")
class AddingTest {

    @RegisterExtension
    static final Container container = new Container();

    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();

    @AfterEach
    void nothingIsLeft() {
        container.complete(request, Outcome.SUCCEEDED);
    }

    private List<String> journalAfter(Outcome outcome) {
        container.complete(request, outcome);
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
    @DisplayName("C-4 a later task with the same key replaces the earlier one, and queues at the end")
    void replacesByKey() {
        tasks.replacing("mail").add(journal::add, "first");
        tasks.add(journal::add, "other");
        tasks.replacing("mail").add(journal::add, "second");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("other", "second");
    }

    @Test
    @DisplayName(
            "C-4 a name is a label: tasks that share it all run, and so do those of a view that is used repeatedly")
    void namesAreLabels() {
        BackgroundTasks mails = tasks.named("mail").always();
        mails.add(journal::add, "first");
        mails.add(journal::add, "second");
        tasks.named("mail").add(journal::add, "not after a failure");
        assertThat(journalAfter(Outcome.FAILED)).containsExactly("first", "second");
    }

    @Test
    @DisplayName("C-4 a view is another object, and leaves the queue that it is made of as it is")
    void viewsAreCopies() {
        BackgroundTasks onError = tasks.onError();
        assertThat(onError).isNotSameAs(tasks);
        assertThat(tasks.handle()).isNotSameAs(tasks);
        tasks.add(journal::add, "plain");
        onError.add(journal::add, "on error");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("plain");
    }

    @Test
    @DisplayName("C-5 attached tasks join the injected ones, after them, and replace none")
    void attaches() {
        tasks.replacing("key").add(journal::add, "injected");
        BackgroundTask attached = BackgroundTask.of(journal::add, "attached");
        assertThat(request.attach(attached)).isTrue();
        assertThat(request.attach(BackgroundTask.of(journal::add, "attached, too")))
                .isTrue();
        assertThat(attached.cancel()).isTrue();
        assertThat(attached.cancel()).isFalse();
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("injected", "attached, too");
    }

    @Test
    @DisplayName("C-5 a header value that is no task of this library is the application's own")
    void leavesForeignHeaders() {
        assertThat(request.attach("echoed")).isFalse();
        assertThat(request.attach(null)).isFalse();
        BackgroundTask foreign = (BackgroundTask) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BackgroundTask.class}, (proxy, method, args) -> null);
        assertThat(request.attach(foreign)).isFalse();
    }

    @Test
    @DisplayName("C-4 among many tasks, too, the last one with a key stays")
    void replacesAmongMany() {
        tasks.replacing("early").add(journal::add, "early");
        for (int i = 0; i < 50; i++) {
            tasks.replacing("key " + i).add(journal::add, "task");
        }
        tasks.replacing("late").add(journal::add, "late");
        tasks.replacing("former").replacing("final").add(journal::add, "with its last key");
        tasks.replacing("early").add(journal::add, "new early");
        tasks.replacing("late").add(journal::add, "new late");
        tasks.replacing("former").add(journal::add, "new former");
        tasks.replacing("key 7").add(journal::add, "new task");
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .filteredOn(entry -> !entry.equals("task"))
                .containsExactly("with its last key", "new early", "new late", "new former", "new task");
        assertThat(journal.stream().filter("task"::equals)).hasSize(49);
    }

    @Test
    @DisplayName("C-4 cancelling a key takes the held task with it back, and says whether there was one")
    void cancelsKeys() {
        tasks.replacing("mail").add(journal::add, "cancelled");
        tasks.named("mail").add(journal::add, "kept");
        assertThat(tasks.cancel("mail")).isTrue();
        assertThat(tasks.cancel("mail")).isFalse();
        assertThat(tasks.cancel("never there")).isFalse();
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("kept");
    }

    @Test
    @DisplayName("C-4 among many tasks, too, a key that was cancelled is free for another one")
    void cancelsKeysAmongMany() {
        for (int i = 0; i < 50; i++) {
            tasks.replacing("key " + i).add(journal::add, "task " + i);
        }
        assertThat(tasks.cancel("key 7")).isTrue();
        tasks.replacing("key 7").add(journal::add, "task 7, again");
        assertThat(journalAfter(Outcome.SUCCEEDED))
                .hasSize(50)
                .doesNotContain("task 7")
                .endsWith("task 7, again");
    }

    @Test
    @DisplayName("C-4 always runs after success and failure, onError after failure alone, the last of both holds")
    void optionsDecideWhen() {
        tasks.add(journal::add, "plain");
        tasks.always().add(journal::add, "always");
        tasks.onError().add(journal::add, "on error");
        tasks.onError().always().add(journal::add, "always in the end");
        tasks.always().onError().add(journal::add, "on error in the end");
        assertThat(journalAfter(Outcome.FAILED))
                .containsExactly("always", "on error", "always in the end", "on error in the end");
    }

    @Test
    @DisplayName("C-4 no option comes too late: views of a complete response's queue are made and used")
    void takesLateOptions() {
        tasks.replacing("key").add(journal::add, "on its way");
        container.complete(request, Outcome.SUCCEEDED);
        tasks.named("late").always().concurrent().timeout(Duration.ofMinutes(1)).add(journal::add, "late");
        tasks.replacing("key").add(journal::add, "replaces none");
        assertThat(tasks.cancel("key")).isFalse();
        container.awaitIdle();
        assertThat(journal).containsExactlyInAnyOrder("on its way", "late", "replaces none");
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
                .isThrownBy(() -> BackgroundTask.of((Work) null))
                .withMessageContaining("BackgroundTask.of(mailer::send, email)");
    }

    @Test
    @DisplayName("C-6 a blank or null name or key is refused, and the message says what to do")
    void refusesBlankNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.named(" 	"))
                .withMessageContaining("blank")
                .withMessageContaining("Omit named(…)");
        assertThatNullPointerException().isThrownBy(() -> tasks.named(null)).withMessageContaining("null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.replacing(" "))
                .withMessageContaining("blank")
                .withMessageContaining("Omit replacing(…)");
        assertThatNullPointerException().isThrownBy(() -> tasks.replacing(null)).withMessageContaining("null");
        assertThatNullPointerException().isThrownBy(() -> tasks.cancel(null));
    }

    @Test
    @DisplayName("C-6 a blank, null or unknown executor is refused at the call, and the message names it")
    void refusesUnknownExecutors() {
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.on(" ")).withMessageContaining("blank");
        assertThatNullPointerException().isThrownBy(() -> tasks.on(null)).withMessageContaining("null");
        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.on("java:global/no/such"))
                .withMessageContaining("'java:global/no/such'");
    }

    @Test
    @DisplayName("C-6 a timeout that is zero, negative or null is refused with its value")
    void refusesBadTimeouts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.timeout(Duration.ZERO))
                .withMessageContaining("0s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.timeout(Duration.ofSeconds(-1)))
                .withMessageContaining("-1s");
        assertThatNullPointerException().isThrownBy(() -> tasks.timeout(null));
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
    @DisplayName("C-6 a task is attached once")
    void refusesTheSameTaskTwice() {
        BackgroundTask task = BackgroundTask.of(journal::add, "once");
        request.attach(task);
        assertThatIllegalStateException()
                .isThrownBy(() -> request.attach(task))
                .withMessageContaining("BackgroundTask.of");
        assertThat(journalAfter(Outcome.SUCCEEDED)).containsExactly("once");
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
        container.complete(request, Outcome.FAILED);
        handle.add(journal::add, "not after a failure");
        handle.onError().add(journal::add, "late");
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
        assertThat(tasks.named("welcome mail").add(journal::add, "named").toString())
                .endsWith("'welcome mail' of GET /test");
        assertThat(tasks.add(journal::add, "unnamed").toString())
                .contains(getClass().getName() + " of GET /test");
        assertThat(BackgroundTask.of(() -> {}).toString()).contains(getClass().getName());
    }

    @Test
    @DisplayName(
            "C-2 every form of adding a task, and of making one to attach, keeps its arguments and returns its task")
    void everyForm() {
        List<BackgroundTask> added = List.of(
                tasks.add(() -> {}),
                tasks.add(a -> {}, 1),
                tasks.add((a, b) -> {}, 1, 2),
                tasks.add((a, b, c) -> {}, 1, 2, 3),
                tasks.add((a, b, c, d) -> {}, 1, 2, 3, 4),
                tasks.addAsync(() -> CompletableFuture.completedStage(null)));
        List<BackgroundTask> attached = List.of(
                BackgroundTask.of(() -> {}),
                BackgroundTask.of(a -> {}, 1),
                BackgroundTask.of((a, b) -> {}, 1, 2),
                BackgroundTask.of((a, b, c) -> {}, 1, 2, 3),
                BackgroundTask.of((a, b, c, d) -> {}, 1, 2, 3, 4),
                BackgroundTask.ofAsync(() -> CompletableFuture.completedStage(null)));
        attached.forEach(request::attach);
        assertThat(added).map(BackgroundTask::id).doesNotHaveDuplicates();
        assertThat(container.engine().unfinished())
                .map(task -> task.arguments().size())
                .containsExactly(0, 1, 2, 3, 4, 0, 0, 1, 2, 3, 4, 0);
        assertThat(container.engine().unfinished())
                .map(BackgroundTask::id)
                .endsWith(attached.stream().map(BackgroundTask::id).toArray(String[]::new));
        assertThat(AttachableTask.anyMade()).isTrue();
        long before = container.engine().monitor().succeeded();
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(container.engine().monitor().succeeded()).isEqualTo(before + 12);
    }
}
