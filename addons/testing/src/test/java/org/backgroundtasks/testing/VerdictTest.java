package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs tests of an application that are at fault, or whose application is. */
@DisplayName("A test of an application")
@Timeout(60)
class VerdictTest {

    @Test
    @DisplayName("fails if it left a task unasserted, and lists what was added")
    void unasserted() {
        assertThat(messageOf(RecordedCase.class, "assertsOneOfTwo")).isEqualTo("""
                        The test left background tasks unasserted; assert them, or use lenient(). Added were:
                          #1 'mail' of VerdictTest$RecordedCase.addMail (a@example.com) [asserted]
                          #2 'audit' of VerdictTest$RecordedCase.assertsOneOfTwo ()
                        """);
    }

    @Test
    @DisplayName("fails if the task that it expects was not added, and lists what was")
    void notAdded() {
        assertThat(messageOf(RecordedCase.class, "expectsAnother")).isEqualTo("""
                        Expected a background task 'invoice' that is not asserted yet, but there is none. Added were:
                          #1 'mail' of VerdictTest$RecordedCase.addMail (a@example.com)
                          #2 'unwanted' of VerdictTest$RecordedCase.expectsAnother (), discarded: cancelled
                        """);
        assertThat(messageOf(RecordedCase.class, "expectsOneOfNone"))
                .isEqualTo("Expected one background task, but there are 0. No task was added at all.");
        assertThat(messageOf(RecordedCase.class, "expectsOneOfTwo"))
                .startsWith("Expected one background task, but there are 2. Added were:");
        assertThat(messageOf(RecordedCase.class, "expectsNone"))
                .startsWith("Expected no background task, but there are 1. Added were:");
        assertThat(messageOf(RecordedCase.class, "expectsTheSameTwice"))
                .startsWith("Expected a background task 'mail' that is not asserted yet, but there is none.");
    }

    @Test
    @DisplayName("fails if the arguments are others, and says which")
    void otherArguments() {
        assertThat(messageOf(RecordedCase.class, "expectsOtherArguments"))
                .isEqualTo(
                        "Expected the arguments [b@example.com] but were [a@example.com] of #1 'mail' of VerdictTest$RecordedCase.addMail (a@example.com)");
    }

    @Test
    @DisplayName("fails with its own failure alone, if it has one")
    void ownFailure() {
        assertThat(failureOf(RecordedCase.class, "failsItself"))
                .hasMessage("its own")
                .hasNoSuppressedExceptions();
    }

    @Test
    @DisplayName("passes with all tasks asserted, by class as well, and with none added")
    void passes() {
        assertThat(messageOf(RecordedCase.class, "assertsAll")).isNull();
        assertThat(messageOf(RecordedCase.class, "assertsByClass")).isNull();
        assertThat(messageOf(RecordedCase.class, "addsNothing")).isNull();
    }

    @Test
    @DisplayName("passes with tasks unasserted, or failed, if it is lenient")
    void lenient() {
        assertThat(messageOf(LenientCase.class, "leavesATask")).isNull();
    }

    @Test
    @DisplayName("fails if a task failed, with the task's failure as the cause, unless it asserted that")
    void failedTask() {
        Throwable failure = failureOf(ImmediateCase.class, "hasAFailingTask");
        assertThat(failure)
                .hasMessage(
                        "Background task #1 'bad' of VerdictTest$ImmediateCase.addFailing (), failed: java.lang.IllegalStateException: a fault;"
                                + " use assertFailed(…) or lenient() if it should")
                .hasRootCauseMessage("a fault");
        assertThat(messageOf(ImmediateCase.class, "assertsTheFailure")).isNull();
        assertThat(messageOf(ImmediateCase.class, "expectsAFailure"))
                .isEqualTo(
                        "Expected to fail with java.lang.IllegalStateException: #1 'good' of VerdictTest$ImmediateCase.expectsAFailure ()");
    }

    @Test
    @DisplayName("fails if tasks do not end in time, and says where they are")
    void neverIdle() {
        assertThat(messageOf(AwaitedCase.class, "doesNotEnd")).matches("""
                        Not all background tasks have ended within PT0.001S. Added were:
                          #1 'blocked' of VerdictTest\\$AwaitedCase.doesNotEnd \\(\\), (running|not started)
                          #2 'next' of VerdictTest\\$AwaitedCase.doesNotEnd \\(\\), not started
                        """);
    }

    @Test
    @DisplayName("fails if it has two, since a task does not tell whose it is")
    void two() {
        assertThat(messageOf(TwiceCase.class, "hasTwo")).startsWith("Another test uses TestTasks at this moment");
    }

    private static String messageOf(Class<?> test, String method) {
        Throwable failure = failureOf(test, method);
        return failure == null ? null : failure.getMessage();
    }

    private static Throwable failureOf(Class<?> test, String method) {
        List<Throwable> failures = new ArrayList<>();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(test, method))
                .execute()
                .testEvents()
                .finished()
                .stream()
                .forEach(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .ifPresentOrElse(failures::add, () -> failures.add(null)));
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    @EnableAutoWeld
    static class RecordedCase {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded();

        @Inject
        BackgroundTasks injected;

        private void addMail() throws Exception {
            tasks.inRequest(() -> injected.named("mail").add(email -> {}, "a@example.com"));
        }

        @Test
        void assertsOneOfTwo() throws Exception {
            addMail();
            tasks.inRequest(() -> injected.named("audit").add(() -> {}));
            tasks.assertAdded("mail");
        }

        @Test
        void expectsAnother() throws Exception {
            addMail();
            tasks.inRequest(() -> {
                injected.named("unwanted").replacing("unwanted").add(() -> {});
                injected.cancel("unwanted");
            });
            tasks.assertAdded("invoice");
        }

        @Test
        void expectsOneOfNone() {
            tasks.single();
        }

        @Test
        void expectsOneOfTwo() throws Exception {
            addMail();
            addMail();
            tasks.single();
        }

        @Test
        void expectsNone() throws Exception {
            addMail();
            tasks.assertNothingAdded();
        }

        @Test
        void expectsTheSameTwice() throws Exception {
            addMail();
            tasks.assertAdded("mail");
            tasks.assertAdded("mail");
        }

        @Test
        void expectsOtherArguments() throws Exception {
            addMail();
            tasks.single().with("b@example.com");
        }

        @Test
        void failsItself() throws Exception {
            addMail();
            throw new AssertionError("its own");
        }

        @Test
        void assertsAll() throws Exception {
            addMail();
            addMail();
            tasks.assertAdded("mail").with("a@example.com");
            tasks.assertAdded("mail");
        }

        @Test
        void assertsByClass() throws Exception {
            tasks.inRequest(() -> injected.add(() -> {}));
            tasks.assertAdded(RecordedCase.class).with();
        }

        @Test
        void addsNothing() {
            tasks.assertNothingAdded();
        }
    }

    @EnableAutoWeld
    static class LenientCase {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded().lenient();

        @Inject
        BackgroundTasks injected;

        @Test
        void leavesATask() throws Exception {
            tasks.inRequest(() -> injected.add(() -> {}));
        }
    }

    @EnableAutoWeld
    static class ImmediateCase {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Inject
        BackgroundTasks injected;

        private void addFailing() throws Exception {
            tasks.inRequest(() -> injected.named("bad").add(() -> {
                throw new IllegalStateException("a fault");
            }));
        }

        @Test
        void hasAFailingTask() throws Exception {
            addFailing();
        }

        @Test
        void assertsTheFailure() throws Exception {
            addFailing();
            tasks.assertAdded("bad").assertFailed(RuntimeException.class);
        }

        @Test
        void expectsAFailure() throws Exception {
            tasks.inRequest(() -> injected.named("good").add(() -> {}));
            tasks.single().assertFailed(IllegalStateException.class);
        }
    }

    @EnableAutoWeld
    static class AwaitedCase {

        @RegisterExtension
        final TestTasks tasks = TestTasks.awaited();

        @Inject
        BackgroundTasks injected;

        private final CountDownLatch goOn = new CountDownLatch(1);

        @Test
        void doesNotEnd() throws Exception {
            tasks.inRequest(() -> {
                injected.named("blocked").add(goOn::await);
                injected.named("next").add(() -> {});
            });
            tasks.awaitIdle(Duration.ofMillis(1));
        }

        @AfterEach
        void release() {
            goOn.countDown();
        }
    }

    @EnableAutoWeld
    static class TwiceCase {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded();

        @RegisterExtension
        final TestTasks others = TestTasks.immediate();

        @Test
        void hasTwo() {}
    }
}
