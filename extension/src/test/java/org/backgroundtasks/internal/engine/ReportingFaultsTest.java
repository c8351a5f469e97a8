package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.DISCARDED;
import static org.backgroundtasks.TaskEvent.Type.FAILED;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.Counts;
import org.backgroundtasks.internal.report.Events;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.task.Options;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.TaskStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-12 Observers, deliveries and stop-at-failure")
@Timeout(60)
class ReportingFaultsTest {

    /** Observes in both ways. */
    @ApplicationScoped
    public static class BothWays {
        private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

        void synchronous(@Observes @TaskEvent.On(TaskEvent.Type.ADDED) TaskEvent event) {
            TOLD.add("synchronous");
        }

        void asynchronous(@ObservesAsync @TaskEvent.On(TaskEvent.Type.ADDED) TaskEvent event) {
            TOLD.add("asynchronous");
        }
    }

    @Test
    @DisplayName("C-34 a container whose fireAsync throws costs the synchronous observers nothing")
    void fireAsyncThrows() {
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with(BothWays.class).start()) {
            BeanManager beans = app.get(BeanManager.class);
            Configuration none = new Configuration(key -> java.util.Optional.empty(), List::of);
            Events events = new Events(new ContainerResources(Settings.of(none), beans).scopes());
            events.findListeners(firingAsyncFails(beans));
            BothWays.TOLD.clear();
            Task task = new Task((org.backgroundtasks.Work) () -> {}, Options.NONE);
            Ledger home = app.request();
            task.admit(home, home, 1, Runnable::run);
            new Reporter(new Counts(), events).added(task);
            assertThat(BothWays.TOLD).containsExactly("synchronous");
            assertThat(log.lines(Level.WARNING)).singleElement().asString().contains("An observer of ADDED failed");
        }
    }

    /** The container's own, but for the event whose fireAsync throws. */
    private static BeanManager firingAsyncFails(BeanManager real) {
        return passing(BeanManager.class, (method, arguments) -> {
            Object found = invoke(method, real, arguments);
            return method.getName().equals("getEvent") ? failing((Event<?>) found) : found;
        });
    }

    private static Event<?> failing(Event<?> real) {
        return passing(Event.class, (method, arguments) -> {
            if (method.getName().equals("fireAsync")) {
                throw new RejectedExecutionException("no executor for observers, on purpose");
            }
            Object found = invoke(method, real, arguments);
            return method.getName().equals("select") ? failing((Event<?>) found) : found;
        });
    }

    /** Answers calls. */
    private interface Answer {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T passing(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                ReportingFaultsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** Lets the application stop between the arrival of a delivery and its run. */
    @ApplicationScoped
    public static class StopsWhenAdded {
        private static final AtomicReference<Runnable> STOP = new AtomicReference<>(() -> {});

        void added(@Observes @TaskEvent.On(TaskEvent.Type.ADDED) TaskEvent event) {
            STOP.get().run();
        }
    }

    @Test
    @DisplayName("C-32 a delivery that arrives just before the drain ends does not run afterwards, and is reported")
    void deliveryAtTheEnd() {
        AtomicBoolean ran = new AtomicBoolean();
        try (FindingsLog log = new FindingsLog(Level.INFO);
                TestApplication app = TestApplication.with(StopsWhenAdded.class, FindingsJournal.class)
                        .drainTimeout("0")
                        .start()) {
            StopsWhenAdded.STOP.set(
                    () -> CompletableFuture.runAsync(() -> app.engine().drain()).join());
            TaskStatus status = app.engine()
                    .runDelivered(
                            () -> ran.set(true),
                            "delivered",
                            new Delivery(
                                    "m1",
                                    1,
                                    "GET",
                                    "/test",
                                    null,
                                    null,
                                    Duration.ZERO,
                                    null,
                                    Delivery.Retry.NEVER,
                                    null));
            assertThat(ran).isFalse();
            assertThat(status.lastTurn()).isEqualTo(DISCARDED);
            assertThat(app.get(FindingsJournal.class).turnsOf("m1")).endsWith(DISCARDED);
            assertThat(log.lines(Level.SEVERE)).singleElement().asString().contains("'delivered'");
            assertThat(app.engine().unfinished()).isEmpty();
        } finally {
            StopsWhenAdded.STOP.set(() -> {});
        }
    }

    @Test
    @DisplayName("C-32 a task that is added just before the drain ends is taken back and reported, held or late")
    void addAtTheEnd() {
        AtomicBoolean ran = new AtomicBoolean();
        for (boolean late : List.of(true, false)) {
            try (FindingsLog log = new FindingsLog(Level.INFO);
                    TestApplication app = TestApplication.with(StopsWhenAdded.class, FindingsJournal.class)
                            .drainTimeout("0")
                            .start()) {
                Ledger request = app.request();
                if (late) {
                    request.release(Outcome.SUCCEEDED, Runnable::run);
                }
                StopsWhenAdded.STOP.set(() ->
                        CompletableFuture.runAsync(() -> app.engine().drain()).join());
                BackgroundTask task = request.queue().named("at the end").add(() -> ran.set(true));
                assertThat(ran).isFalse();
                assertThat(app.get(FindingsJournal.class).turnsOf(task.id())).endsWith(DISCARDED);
                assertThat(log.lines(Level.SEVERE)).singleElement().asString().contains("'at the end'");
            } finally {
                StopsWhenAdded.STOP.set(() -> {});
            }
        }
    }

    private static TestApplication stoppingAtFailure() {
        return TestApplication.with(FindingsJournal.class)
                .setting(Settings.STOP_AT_FAILURE, "true")
                .start();
    }

    private static void fail() {
        throw new IllegalStateException("on purpose");
    }

    @Test
    @DisplayName("C-23 stop-at-failure spares tasks marked always() and discards the others with the reason")
    void sparesAlways() {
        try (TestApplication app = stoppingAtFailure()) {
            Ledger request = app.request();
            request.queue().add(ReportingFaultsTest::fail);
            BackgroundTask plain = request.queue().add(() -> {});
            BackgroundTask always = request.queue().always().add(() -> {});
            app.complete(request);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.of(plain.id(), DISCARDED).reason()).hasValue("an earlier task of the request failed");
            assertThat(journal.turnsOf(always.id())).endsWith(SUCCEEDED);
        }
    }

    @Test
    @DisplayName("C-23 stop-at-failure heeds a concurrent() task that has failed, once it has ended")
    void heedsConcurrent() {
        try (TestApplication app = stoppingAtFailure()) {
            FindingsJournal journal = app.get(FindingsJournal.class);
            Ledger request = app.request();
            BackgroundTask concurrent = request.queue().concurrent().add(ReportingFaultsTest::fail);
            // ends once the other has failed: whether that counts is decided when the next one's turn comes
            request.queue()
                    .add(() ->
                            journal.await(event -> event.taskId().equals(concurrent.id()) && event.type() == FAILED));
            request.queue().add(() -> awaitEndOf(app, concurrent));
            BackgroundTask last = request.queue().add(() -> {});
            app.complete(request);
            assertThat(journal.turnsOf(last.id())).endsWith(DISCARDED);
        }
    }

    private static void awaitEndOf(TestApplication app, BackgroundTask task) {
        while (app.engine().unfinished().stream().anyMatch(one -> one.id().equals(task.id()))) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("C-23 stop-at-failure acts on the tasks of one executor, and not on those of another")
    void perExecutor() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (TestApplication app = TestApplication.with(FindingsJournal.class)
                .setting(Settings.STOP_AT_FAILURE, "true")
                .executor("java:app/mail", (real, work) -> real.execute(work))
                .start()) {
            Ledger request = app.request();
            request.queue().add(() -> {
                failed.countDown();
                fail();
            });
            BackgroundTask here = request.queue().add(() -> {});
            BackgroundTask there = request.queue().on("java:app/mail").add(failed::await);
            BackgroundTask thereToo = request.queue().on("java:app/mail").add(() -> {});
            app.complete(request);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(here.id())).endsWith(DISCARDED);
            assertThat(journal.turnsOf(there.id())).endsWith(SUCCEEDED);
            assertThat(journal.turnsOf(thereToo.id())).endsWith(SUCCEEDED);
        }
    }
}
