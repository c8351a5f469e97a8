package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Isolation, on an executor with one thread")
@Timeout(60)
class IsolationTest {

    @RegisterExtension
    static final Container container = new Container(1, 100_000, Observer.class);

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private static final Settings SETTINGS = new Settings(null, 100, 100, Duration.ZERO, false, null);

    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private Observer observer;

    /** Does what the test says, when it hears of anything. */
    @ApplicationScoped
    static class Observer {
        private volatile Consumer<TaskEvent> behaviour = event -> {};

        void hear(@Observes TaskEvent event) {
            behaviour.accept(event);
        }

        void does(Consumer<TaskEvent> next) {
            behaviour = next;
        }
    }

    /** A log handler that prints, as any does; the console's own hides what printing throws. */
    private static final class Printing extends Handler {
        @Override
        public void publish(LogRecord record) {
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                assertThat(thrown.toString() + thrown.getCause()).isNotNull();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final Printing PRINTING = new Printing();

    @BeforeAll
    static void print() {
        LOGGER.addHandler(PRINTING);
    }

    @AfterAll
    static void doNotPrint() {
        LOGGER.removeHandler(PRINTING);
    }

    @BeforeEach
    void quiet() {
        observer = container.get(Observer.class);
    }

    @AfterEach
    void behave() {
        observer.does(event -> {});
    }

    private List<String> journalAfter(RequestTasks ledger) {
        container.complete(ledger, Outcome.SUCCEEDED);
        return List.copyOf(journal);
    }

    private void noteState() {
        Thread thread = Thread.currentThread();
        journal.add("interrupted " + thread.isInterrupted() + ", class loader "
                + (getClass().getClassLoader().equals(thread.getContextClassLoader()) ? "its own" : "another"));
    }

    static Stream<Named<Work>> failures() {
        return Stream.of(
                Named.of("a stack overflow", () -> recursing(0)),
                Named.of(
                        "out of memory",
                        () -> assertThat(new long[Integer.MAX_VALUE]).isEmpty()),
                Named.of(
                        "checked, but smuggled",
                        () -> IsolationTest.<RuntimeException>smuggle(new Exception("on purpose"))),
                Named.of("like ThreadDeath", () -> {
                    throw new Error("on purpose") {};
                }),
                Named.of("no message, but an error", () -> {
                    throw new Unprintable(new AssertionError("no message, on purpose"));
                }),
                Named.of("no message, but a checked exception", () -> {
                    throw new Unprintable(new Exception("no message, on purpose"));
                }),
                Named.of("its own cause", () -> {
                    throw new IllegalStateException("on purpose") {
                        @Override
                        public synchronized Throwable getCause() {
                            return this;
                        }
                    };
                }),
                Named.of("no cause, but an error", () -> {
                    throw new IllegalStateException("on purpose") {
                        @Override
                        public synchronized Throwable getCause() {
                            throw new StackOverflowError("no cause, on purpose");
                        }
                    };
                }));
    }

    private static int recursing(int depth) {
        return depth < 0 ? 0 : recursing(depth + 1) + 1;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void smuggle(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Throws when it is asked for its message. */
    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Throwable onPrinting;

        Unprintable(Throwable onPrinting) {
            this.onPrinting = onPrinting;
        }

        @Override
        public String getMessage() {
            IsolationTest.<RuntimeException>smuggle(onPrinting);
            return "";
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("C-23 whatever a task throws, it fails, and the next task and the next request run")
    void failure(Work failing) {
        long before = container.get(BackgroundTasksMonitor.class).failed();
        Queue<Throwable> causes = new ConcurrentLinkedQueue<>();
        observer.does(event -> {
            if (event.type() == TaskEvent.Type.FAILED) {
                event.cause().ifPresent(causes::add);
            }
        });
        tasks.add(failing);
        tasks.add(journal::add, "next");
        RequestTasks another = container.request();
        another.queue().add(journal::add, "next request");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(journalAfter(another)).containsExactly("next", "next request");
        assertThat(causes).hasSize(1);
        assertThat(container.get(BackgroundTasksMonitor.class).failed()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("C-42 whatever a task throws, a recording disturbs nothing")
    void recordedFailure(Work failing) {
        try (Recording recording = new Recording()) {
            recording.enable("org.backgroundtasks.Task");
            recording.start();
            tasks.add(failing);
            tasks.add(journal::add, "next");
            assertThat(journalAfter(request)).containsExactly("next");
        }
    }

    @Test
    @DisplayName("C-26 a task's class loader and interrupt flag do not reach the next task, nor the next request")
    void threadState() {
        tasks.add(IsolationTest::spoilThread);
        tasks.add(this::noteState);
        RequestTasks another = container.request();
        another.queue().add(this::noteState);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(journalAfter(another)).hasSize(2).containsOnly("interrupted false, class loader its own");
    }

    private static void spoilThread() {
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        Thread.currentThread().interrupt();
    }

    @Test
    @DisplayName("C-26 a task's class loader and interrupt flag do not reach a caller that has to run it")
    void threadStateOfTheCaller() {
        BackgroundTasksEngine stopping = container.engine(SETTINGS);
        stopping.drain();
        RequestTasks refused = Container.request(stopping);
        refused.queue().add(IsolationTest::spoilThread);
        refused.queue().add(this::noteState);
        refused.queue().add(IsolationTest::spoilThread);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        refused.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(journal).containsExactly("interrupted false, class loader its own");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @DisplayName("C-32 a task that never ends, and heeds no interrupt, is named at the stop, which ends nevertheless")
    void neverEnding() {
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        LOGGER.setFilter(record -> !Level.SEVERE.equals(record.getLevel()) || errors.add(record.getMessage()));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundTasksEngine stopping = container.engine(SETTINGS);
        RequestTasks endless = Container.request(stopping);
        endless.queue().named("endless").add(() -> {
            started.countDown();
            while (goOn.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        endless.queue().named("next").add(journal::add, "next");
        endless.release(Outcome.SUCCEEDED, Runnable::run);
        try {
            started.await();
            stopping.drain();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            LOGGER.setFilter(null);
            goOn.countDown();
        }
        assertThat(errors)
                .hasSize(2)
                .anyMatch(task -> task.contains("'endless'"))
                .anyMatch(task -> task.contains("'next'"));
        tasks.add(journal::add, "of another application on the same thread");
        tasks.add(this::noteState);
        assertThat(journalAfter(request))
                .containsExactly(
                        "of another application on the same thread", "interrupted false, class loader its own");
    }

    @Test
    @DisplayName("C-34 an observer that throws what cannot even be printed disturbs no task")
    void unprintableObserver() {
        observer.does(event -> {
            throw new Unprintable(new AssertionError("no message, on purpose"));
        });
        tasks.add(journal::add, "first");
        tasks.add(journal::add, "second");
        assertThat(journalAfter(request)).containsExactly("first", "second");
    }

    @Test
    @DisplayName("C-34 an observer that throws an Error disturbs no task, nor its caller")
    void failingObserver() {
        observer.does(event -> recursing(0));
        tasks.replacing("same").add(journal::add, "first");
        tasks.replacing("same").add(journal::add, "second");
        assertThat(journalAfter(request)).containsExactly("second");
    }

    @Test
    @DisplayName("C-34 an observer's interrupt flag and class loader do not reach the task")
    void spoilingObserver() {
        observer.does(event -> {
            if (event.type() == TaskEvent.Type.STARTED || event.type() == TaskEvent.Type.SUCCEEDED) {
                spoilThread();
            }
        });
        tasks.add(this::noteState);
        tasks.add(this::noteState);
        assertThat(journalAfter(request)).hasSize(2).containsOnly("interrupted false, class loader its own");
    }

    @Test
    @DisplayName("C-34 an observer that blocks holds up the run that it hears of, and neither the caller nor a task")
    void blockingObserver() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        observer.does(event -> {
            if (event.type() == TaskEvent.Type.STARTED) {
                blocked.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        });
        tasks.add(journal::add, "task");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        CompletableFuture.runAsync(() -> {
                    try {
                        blocked.await();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                })
                .join();
        assertThat(journal).isEmpty();
        goOn.countDown();
        container.awaitIdle();
        assertThat(journal).containsExactly("task");
    }
}
