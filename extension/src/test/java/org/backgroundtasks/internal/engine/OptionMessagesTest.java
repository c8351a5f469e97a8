package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.request.Ledger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("API traps: bad input is refused at the call, with what was wrong and what to do")
@Timeout(60)
class OptionMessagesTest {

    private static TestApplication app;
    private static Ledger request;

    @BeforeAll
    static void start() {
        app = TestApplication.with()
                .setting(Settings.MAX_PER_REQUEST, "3")
                .executor((real, work) -> real.execute(work))
                .start();
        FindingsNaming.bind("java:app/text", "no executor");
        request = app.request();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Arguments refused(String what, ThrowingCallable call, Class<?> type, String message) {
        return Arguments.of(what, call, type, message);
    }

    static Stream<Arguments> badInput() {
        BackgroundTasks tasks = request.queue();
        String noWork = "A background task needs work to do. Pass a function, as in tasks.add(mailer::send, email).";
        return Stream.of(
                refused("a null function", () -> tasks.add((Work) null), NullPointerException.class, noWork),
                refused(
                        "a null function of one argument",
                        () -> tasks.add((Work.With1<String>) null, "a"),
                        NullPointerException.class,
                        noWork),
                refused(
                        "a null function of two arguments",
                        () -> tasks.add((Work.With2<String, String>) null, "a", "b"),
                        NullPointerException.class,
                        noWork),
                refused(
                        "a null function of three arguments",
                        () -> tasks.add((Work.With3<String, String, String>) null, "a", "b", "c"),
                        NullPointerException.class,
                        noWork),
                refused(
                        "a null function of four arguments",
                        () -> tasks.add((Work.With4<String, String, String, String>) null, "a", "b", "c", "d"),
                        NullPointerException.class,
                        noWork),
                refused("a null stage function", () -> tasks.addAsync(null), NullPointerException.class, noWork),
                refused(
                        "a null function to attach",
                        () -> BackgroundTask.of((Work) null),
                        NullPointerException.class,
                        "A background task needs work to do. Pass a function, as in BackgroundTask.of(mailer::send, email)."),
                refused(
                        "a null name",
                        () -> tasks.named(null),
                        NullPointerException.class,
                        "Task name must not be null. Omit named(…) for an unnamed task."),
                refused(
                        "a blank name",
                        () -> tasks.named(" \t"),
                        IllegalArgumentException.class,
                        "Task name must not be blank. Omit named(…) for an unnamed task."),
                refused(
                        "a null key",
                        () -> tasks.replacing(null),
                        NullPointerException.class,
                        "Key must not be null. Omit replacing(…) for a task that replaces none."),
                refused(
                        "a blank key",
                        () -> tasks.replacing(""),
                        IllegalArgumentException.class,
                        "Key must not be blank. Omit replacing(…) for a task that replaces none."),
                refused(
                        "a null key to cancel",
                        () -> tasks.cancel(null),
                        NullPointerException.class,
                        "The key of the task to cancel must not be null."),
                refused(
                        "a null timeout",
                        () -> tasks.timeout(null),
                        NullPointerException.class,
                        "Timeout must not be null. Omit timeout(…) for a task without one."),
                refused(
                        "a zero timeout",
                        () -> tasks.timeout(Duration.ZERO),
                        IllegalArgumentException.class,
                        "Timeout must be positive, but is 0s. Omit timeout(…) for a task that may run as long as it takes."),
                refused(
                        "a negative timeout",
                        () -> tasks.timeout(Duration.ofSeconds(-2)),
                        IllegalArgumentException.class,
                        "Timeout must be positive, but is -2s. Omit timeout(…) for a task that may run as long as it takes."),
                refused(
                        "a null executor",
                        () -> tasks.on(null),
                        NullPointerException.class,
                        "Executor name must not be null. Omit on(…) for the standard executor."),
                refused(
                        "a blank executor",
                        () -> tasks.on("  "),
                        IllegalArgumentException.class,
                        "Executor name must not be blank. Omit on(…) for the standard executor."),
                refused(
                        "an unknown executor",
                        () -> tasks.on("java:app/none"),
                        IllegalStateException.class,
                        "The managed executor 'java:app/none' is not in JNDI, or is no ManagedExecutorService. Create it in"
                                + " the server's administration, or correct the name given to on(…)."),
                refused(
                        "a name of something else than an executor",
                        () -> tasks.on("java:app/text"),
                        IllegalStateException.class,
                        "The managed executor 'java:app/text' is not in JNDI, or is no ManagedExecutorService. Create it in"
                                + " the server's administration, or correct the name given to on(…)."));
    }

    @ParameterizedTest(name = "C-6 {0} is refused at the call")
    @MethodSource("badInput")
    void refusedAtTheCall(String what, ThrowingCallable call, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
    }

    @Test
    @DisplayName("C-6 more tasks than max-per-request are refused at the call, and the others still run")
    void tooMany() {
        long before = app.monitor().succeeded();
        app.run(tasks -> {
            for (int i = 0; i < 3; i++) {
                tasks.add(() -> {});
            }
            assertThatThrownBy(() -> tasks.add(() -> {}))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This request has 3 background tasks, the most that background-tasks.max-per-request"
                            + " allows. Add one task that loops, or raise the limit.");
        });
        assertThat(app.monitor().succeeded()).isEqualTo(before + 3);
    }

    @Test
    @DisplayName("C-6 a request whose only task is refused is not open afterwards")
    void refusedLeavesNothing() {
        assertThatThrownBy(() -> app.request().queue().add((Work) null)).isInstanceOf(NullPointerException.class);
        assertThat(app.engine().unfinished()).isEmpty();
    }

    @Test
    @DisplayName("C-5 a task that is attached twice is refused, with what to do")
    void attachedTwice() {
        BackgroundTask attached = BackgroundTask.of(() -> {});
        Ledger ledger = app.request();
        assertThat(ledger.attach(attached)).isTrue();
        assertThatThrownBy(() -> ledger.attach(attached))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "This task was attached before. A BackgroundTask represents one run: make another with");
        app.complete(ledger);
    }
}
