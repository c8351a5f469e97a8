package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.FAILED;
import static org.backgroundtasks.TaskEvent.Type.INTERRUPTED;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.app.OrderListener;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("N-1, N-5, N-6, N-7, R-4 What operators see in the log")
@Timeout(60)
class OperatorsTest {

    @Test
    @DisplayName(
            "N-1 C-30 refusals are warned of once, with their number, the executor and the key, however many there are")
    void refusals() {
        try (FindingsLog log = new FindingsLog(Level.WARNING);
                TestApplication app = TestApplication.with()
                        .executor(FindingsExecutor.REFUSES)
                        .start()) {
            for (int i = 0; i < 13; i++) {
                app.run(tasks -> tasks.add(() -> {}));
            }
            assertThat(app.monitor().refused()).isEqualTo(13);
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING Refused 1 background task(s): java.util.concurrent.RejectedExecutionException:"
                                    + " refused, on purpose. The threads of their requests run them, after the response, which slows"
                                    + " other requests down. Give the executor java:comp/DefaultManagedExecutorService more threads or"
                                    + " a longer queue, or name another in background-tasks.executor. This is logged once a minute at"
                                    + " most");
        }
    }

    @Test
    @DisplayName("N-1 C-30 refusals are not warned of while the application stops")
    void refusalsWhileStopping() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (FindingsLog log = new FindingsLog(Level.WARNING);
                TestApplication app = TestApplication.with().drainTimeout("50").start()) {
            Ledger request = app.request();
            request.queue().add(goOn::await);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> app.engine().drain());
            while (!app.engine().isStopping()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            request.release(Outcome.SUCCEEDED, Runnable::run);
            drained.join();
            assertThat(app.monitor().refused()).isEqualTo(1);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("N-5 C-32 a stop says how long it waits, and for how many tasks")
    void stopSaysThatItWaits() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with().drainTimeout("8").start()) {
            Ledger request = app.request();
            for (int i = 0; i < 3; i++) {
                request.queue().add(goOn::await);
            }
            request.release(Outcome.SUCCEEDED, Runnable::run);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> app.engine().drain());
            log.await("INFO Waiting up to 8s for 3 background task(s) to end"::equals);
            goOn.countDown();
            drained.join();
        }
    }

    @Test
    @DisplayName("N-5 C-32 a stop with no task left says nothing")
    void stopWithoutTasks() {
        try (FindingsLog log = new FindingsLog(Level.INFO)) {
            try (TestApplication app = TestApplication.with().start()) {
                app.run(tasks -> tasks.add(() -> {}));
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "N-5 C-40 a task that a stop interrupts reaches observers as INTERRUPTED with the reason, and not as FAILED")
    void interruptedIsNotFailed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (TestApplication app =
                TestApplication.with(FindingsJournal.class).drainTimeout("0").start()) {
            Ledger request = app.request();
            BackgroundTask task = request.queue().add(() -> {
                started.countDown();
                new CountDownLatch(1).await();
            });
            request.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            app.engine().drain();
            app.awaitIdle();
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.of(task.id(), INTERRUPTED).reason()).hasValue("the application stopped");
            assertThat(journal.turnsOf(task.id())).doesNotContain(FAILED);
        }
    }

    /** Stands for a server's gate. */
    private static final class NamedGate implements ResponseGate {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.STRICT;
        }

        @Override
        public String server() {
            return "Test Server 1";
        }

        @Override
        public RequestTasks tasks(Supplier<RequestTasks> made) {
            return null;
        }
    }

    @Test
    @DisplayName("N-6 C-10 one line at startup names gate, guarantee, server, executor and limits")
    void startupLine() {
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with()
                        .setting(Settings.MAX_PER_REQUEST, "11")
                        .setting(Settings.MAX_PENDING, "22")
                        .drainTimeout("1m30s")
                        .start()) {
            app.engine().gates().use(new NamedGate());
            app.engine().gates().use(new NamedGate());
            assertThat(log.lines())
                    .containsExactly(
                            "INFO Background tasks start when the response is complete: gate test, STRICT, on Test"
                                    + " Server 1; executor java:comp/DefaultManagedExecutorService; at most 11 tasks in a request and"
                                    + " 22 waiting; a stop waits 1m30s");
        }
    }

    @Test
    @DisplayName("N-6 misspelt keys are warned of once, with the keys that there are")
    void unknownKeys() {
        try (FindingsLog log = new FindingsLog(Level.WARNING);
                TestApplication app = TestApplication.with()
                        .setting("background-tasks.executr", "java:app/mail")
                        .setting("background-tasks.Executor", "java:app/mail")
                        .start()) {
            assertThat(app.engine().hasStopped()).isFalse();
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING Unknown configuration: background-tasks.Executor, background-tasks.executr."
                                    + " Correct the spelling, or add the module that it is for. Known keys:"
                                    + " background-tasks.drain-timeout, background-tasks.executor, background-tasks.gate,"
                                    + " background-tasks.max-pending, background-tasks.max-per-request,"
                                    + " background-tasks.stop-at-failure");
        }
    }

    @Test
    @DisplayName("N-6 keys that are spelt right, and those of others, are not warned of")
    void knownKeys() {
        try (FindingsLog log = new FindingsLog(Level.WARNING);
                TestApplication app = TestApplication.with()
                        .setting(Settings.MAX_PENDING, "22")
                        .setting("background.tasks", "x")
                        .setting("other.background-tasks.executr", "x")
                        .start()) {
            assertThat(app.engine().hasStopped()).isFalse();
            assertThat(log.lines()).isEmpty();
        }
    }

    private static void hangsHere() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    @DisplayName("N-7 C-27 a timeout is logged with the stack of the thread that hangs, and says 2s in people's words")
    void timeoutShowsWhereItHangs() throws Exception {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with().start()) {
            Ledger request = app.request();
            BackgroundTask task =
                    request.queue().named("slow").timeout(Duration.ofSeconds(2)).add(OperatorsTest::hangsHere);
            app.complete(request);
            LogRecord entry = onlyRecord(log);
            assertThat(entry.getMessage())
                    .isEqualTo("Background task #" + task.id() + " 'slow' of GET /test timed out after 2s and was"
                            + " interrupted. The stack trace shows where it hung");
            assertThat(entry.getThrown()).hasMessage("Timed out after 2s");
            assertThat(entry.getThrown().getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("hangsHere"))
                    .noneMatch(frame -> frame.getClassName().endsWith("Watchdog"));
        }
    }

    private static LogRecord onlyRecord(FindingsLog log) throws InterruptedException {
        // the thread that watches timeouts may log after the task has heeded the interrupt
        LogRecord first = log.await(line -> true);
        assertThat(log.records()).hasSize(1);
        return first;
    }

    @Test
    @DisplayName(
            "N-7 C-27 the timeout of an open stage, in which no thread hangs, is logged without the timer's stack trace")
    void timeoutOfStage() throws Exception {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with().start()) {
            Ledger request = app.request();
            BackgroundTask task = request.queue()
                    .named("stage")
                    .timeout(Duration.ofMillis(50))
                    .addAsync(() -> new CompletableFuture<>());
            app.complete(request);
            LogRecord entry = onlyRecord(log);
            assertThat(entry.getMessage())
                    .isEqualTo("Background task #" + task.id()
                            + " 'stage' of GET /test timed out after 0.05s and its stage" + " was cancelled");
            assertThat(entry.getThrown()).hasMessage("Timed out after 0.05s");
            assertThat(entry.getThrown().getStackTrace()).isEmpty();
        }
    }

    @Test
    @DisplayName("R-4 the log line of a task that was added outside a request names the method that added it")
    void originOutsideRequests() {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with(OrderListener.class).start()) {
            String id = app.get(OrderListener.class).onMessage();
            app.awaitIdle();
            assertThat(log.lines()).singleElement().asString().startsWith("SEVERE Background task #" + id + ' ');
            assertThat(log.lines().get(0)).endsWith(" of OrderListener.onMessage failed");
        }
    }

    @Test
    @DisplayName(
            "R-4 the log line of a task that a library's loop adds outside a request names the application's method")
    void originBehindLibrary() {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with(OrderListener.class).start()) {
            app.get(OrderListener.class).onMessages();
            app.awaitIdle();
            assertThat(log.lines()).singleElement().asString().endsWith(" of OrderListener.onMessages failed");
        }
    }

    @Test
    @DisplayName(
            "R-4 the log line of a task that a lambda adds outside a request, through a view, names the method around it")
    void originInLambda() {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with(OrderListener.class).start()) {
            app.get(OrderListener.class).onTimer();
            app.awaitIdle();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith(" 'in a lambda' of OrderListener.onTimer failed");
        }
    }

    @Test
    @DisplayName("R-4 C-32 a task that an open response holds when the drain ends is listed as held, with its request")
    void heldByQuietStream() {
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = TestApplication.with().drainTimeout("0").start()) {
            BackgroundTask task = app.request("/stream").queue().named("after").add(() -> {});
            app.engine().drain();
            assertThat(log.lines())
                    .containsExactly(
                            "SEVERE Background task #" + task.id() + " 'after' of GET /stream had not ended when the"
                                    + " application stopped and had waited 0s for it: held, as its response is not complete");
        }
    }

    @Test
    @DisplayName(
            "C-14 the first task of an application that a failed request discards is logged at INFO with the way out, others at DEBUG")
    void firstDiscard() {
        try (FindingsLog log = new FindingsLog(Level.FINE);
                TestApplication app = TestApplication.with().start()) {
            Ledger request = app.request();
            BackgroundTask first = request.queue().named("first").add(() -> {});
            BackgroundTask second = request.queue().named("second").add(() -> {});
            request.release(Outcome.FAILED, Runnable::run);
            app.awaitIdle();
            app.run(tasks -> tasks.onError().named("third").add(() -> {}));
            assertThat(log.lines(Level.INFO))
                    .containsExactly(
                            "INFO Background task #" + first.id() + " 'first' of GET /test was discarded: the request"
                                    + " failed. Add it with always() to run it whatever the outcome, or with onError() to run it after"
                                    + " a failure. Further ones are logged at DEBUG");
            assertThat(log.lines(Level.FINE))
                    .contains("FINE Background task #" + second.id()
                            + " 'second' of GET /test was discarded: the request failed")
                    .anyMatch(line -> line.contains("'third'") && line.endsWith("the request succeeded"));
        }
    }

    @Test
    @DisplayName("C-14 a task that is cancelled or replaced first does not use up the one line at INFO")
    void cancelledIsNoDiscardByOutcome() {
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with().start()) {
            Ledger request = app.request();
            request.queue().add(() -> {}).cancel();
            request.queue().replacing("k").add(() -> {});
            request.queue().replacing("k").add(() -> {});
            request.release(Outcome.FAILED, Runnable::run);
            app.awaitIdle();
            assertThat(log.lines()).singleElement().asString().contains("the request failed. Add it with always()");
        }
    }

    @Test
    @DisplayName("C-14 a task that did not need to run since its request went well is not announced as lost")
    void onErrorAfterSuccess() {
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with().start()) {
            app.run(tasks -> tasks.onError().add(() -> {}));
            assertThat(log.lines()).isEmpty();
        }
    }
}
