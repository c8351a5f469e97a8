package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.ADDED;
import static org.backgroundtasks.TaskEvent.Type.DISCARDED;
import static org.backgroundtasks.TaskEvent.Type.STARTED;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import javax.management.ObjectName;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-11 Small faults of the engine")
@Timeout(60)
class SmallFaultsTest {

    /** Counts, within one request scope. */
    @RequestScoped
    public static class Counter {
        private int count;

        public int next() {
            return ++count;
        }
    }

    @Test
    @DisplayName("C-24 an executor that runs inline does not share the request scope of the request with its tasks")
    void inlineScope() {
        List<Integer> counted = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (TestApplication app = TestApplication.with(Counter.class)
                .executor((real, work) -> work.run())
                .start()) {
            Counter counter = app.get(Counter.class);
            TaskContext context = app.get(TaskContext.class);
            List<String> added = new ArrayList<>();
            app.inRequestScope(tasks -> {
                counter.next();
                for (int i = 0; i < 2; i++) {
                    added.add(tasks.add(() -> {
                                counted.add(counter.next());
                                ids.add(context.id());
                            })
                            .id());
                }
            });
            app.awaitIdle();
            assertThat(counted).containsExactly(1, 1);
            assertThat(ids).isEqualTo(added);
        }
    }

    @Test
    @DisplayName("C-24 a follow-up that an inline executor runs has an id and a request scope of its own")
    void inlineFollowUp() {
        List<Integer> counted = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<String> added = new ArrayList<>();
        try (TestApplication app = TestApplication.with(Counter.class)
                .executor((real, work) -> work.run())
                .start()) {
            Counter counter = app.get(Counter.class);
            TaskContext context = app.get(TaskContext.class);
            BackgroundTasks injected = app.get(BackgroundTasks.class);
            app.run(tasks -> added.add(tasks.add(() -> {
                        counted.add(counter.next());
                        ids.add(context.id());
                        added.add(injected.add(() -> {
                                    counted.add(counter.next());
                                    ids.add(context.id());
                                })
                                .id());
                    })
                    .id()));
            assertThat(counted).containsExactly(1, 1);
            assertThat(ids).isEqualTo(added);
        }
    }

    @Test
    @DisplayName("C-34 a late task's ADDED comes before its other turns, each of which comes once, 3,000 times")
    void addedComesFirst() {
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            Ledger request = app.request();
            request.release(Outcome.SUCCEEDED, Runnable::run);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                ids.add(request.queue().add(() -> {}).id());
            }
            app.awaitIdle();
            java.util.Map<String, List<TaskEvent.Type>> turns = new java.util.HashMap<>();
            app.get(FindingsJournal.class)
                    .events()
                    .forEach(event -> turns.computeIfAbsent(event.taskId(), id -> new ArrayList<>())
                            .add(event.type()));
            assertThat(ids).allSatisfy(id -> assertThat(turns.get(id)).containsExactly(ADDED, STARTED, SUCCEEDED));
        }
    }

    /** Holds each ADDED back until the task, if it could, has run. */
    @ApplicationScoped
    public static class SlowObserver {
        private static final AtomicInteger RAN = new AtomicInteger();
        private static final AtomicInteger RAN_BEFORE_ADDED = new AtomicInteger();

        void added(@Observes @TaskEvent.On(ADDED) TaskEvent event) {
            RAN_BEFORE_ADDED.addAndGet(RAN.get());
        }
    }

    @Test
    @DisplayName("C-34 an inline executor does not run a late task before its ADDED is reported")
    void addedBeforeInlineRun() {
        try (TestApplication app = TestApplication.with(SlowObserver.class)
                .executor((real, work) -> work.run())
                .start()) {
            Ledger request = app.request();
            request.release(Outcome.SUCCEEDED, Runnable::run);
            request.queue().add(SlowObserver.RAN::incrementAndGet);
            app.awaitIdle();
            assertThat(SlowObserver.RAN).hasValue(1);
            assertThat(SlowObserver.RAN_BEFORE_ADDED).hasValue(0);
        }
    }

    @Test
    @DisplayName("C-40 follow-ups of any generation say which request they come from, in events and in TaskContext")
    void followUpsHaveOrigin() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            BackgroundTasks injected = app.get(BackgroundTasks.class);
            TaskContext context = app.get(TaskContext.class);
            Ledger request = app.request("/orders/7");
            request.queue()
                    .add(() -> injected.add(() -> injected.named("grandchild")
                            .add(() -> told.add(context.requestMethod().orElse("none")
                                    + ' '
                                    + context.requestPath().orElse("none")))));
            app.complete(request);
            assertThat(told).containsExactly("GET /orders/7");
            assertThat(app.get(FindingsJournal.class).events()).isNotEmpty().allSatisfy(event -> {
                assertThat(event.requestMethod()).hasValue("GET");
                assertThat(event.requestPath()).hasValue("/orders/7");
            });
        }
    }

    /** Fails for every turn. */
    @ApplicationScoped
    public static class FailingObserver {
        void observe(@Observes TaskEvent event) {
            throw new IllegalStateException("observer, on purpose");
        }
    }

    @Test
    @DisplayName("C-36 line breaks in a name, a path or a key forge no log line, at any level and in any turn")
    void noForgedLine() throws Exception {
        String forged = "\nSEVERE\u2028forged\r\n";
        CountDownLatch started = new CountDownLatch(1);
        try (FindingsLog log = new FindingsLog(Level.FINER);
                TestApplication app = TestApplication.with(FailingObserver.class)
                        .drainTimeout("0")
                        .start()) {
            Ledger request = app.request("/a" + forged);
            BackgroundTasks tasks = request.queue().named("name" + forged);
            tasks.add(() -> {
                throw new IllegalStateException("on purpose");
            });
            tasks.add(() -> {});
            tasks.onError().add(() -> {});
            tasks.onError().add(() -> {});
            tasks.replacing("key" + forged).add(() -> {});
            tasks.replacing("key" + forged).add(() -> {}).cancel();
            tasks.timeout(java.time.Duration.ofMillis(50)).add(() -> new CountDownLatch(1).await());
            app.complete(request);
            Ledger left = app.request("/b" + forged);
            left.queue().named("left" + forged).add(() -> {
                started.countDown();
                new CountDownLatch(1).await();
            });
            left.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            app.engine().drain();
            assertThat(log.lines())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r", "\u2028"));
        }
    }

    @Test
    @DisplayName("C-32 a task that drains its own application does not wait for itself")
    void drainsItself() {
        AtomicReference<Boolean> stopped = new AtomicReference<>();
        try (TestApplication app = TestApplication.with().drainTimeout("50").start()) {
            Engine engine = app.engine();
            app.run(tasks -> tasks.add(() -> {
                engine.drain();
                stopped.set(engine.hasStopped());
            }));
            assertThat(stopped).hasValue(false);
        }
    }

    @Test
    @DisplayName(
            "C-32 a task that drains its own application waits neither for its follow-ups nor for what comes after it")
    void drainsItselfWithFollowUps() {
        AtomicReference<Boolean> stopped = new AtomicReference<>();
        AtomicInteger ran = new AtomicInteger();
        try (TestApplication app = TestApplication.with().drainTimeout("50").start()) {
            Engine engine = app.engine();
            BackgroundTasks injected = app.get(BackgroundTasks.class);
            app.run(tasks -> {
                tasks.add(() -> {
                    injected.add(ran::incrementAndGet);
                    engine.drain();
                    stopped.set(engine.hasStopped());
                });
                tasks.add(ran::incrementAndGet);
            });
            assertThat(stopped).hasValue(false);
            assertThat(ran).hasValue(2);
        }
    }

    @Test
    @DisplayName("C-32 a task that drains its own application waits for those of other requests")
    void drainsItselfAndWaitsForOthers() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Boolean> otherEnded = new AtomicReference<>();
        AtomicInteger ended = new AtomicInteger();
        try (TestApplication app = TestApplication.with().drainTimeout("50").start()) {
            Engine engine = app.engine();
            Ledger other = app.request();
            other.queue().add(() -> {
                goOn.await();
                ended.incrementAndGet();
            });
            other.release(Outcome.SUCCEEDED, Runnable::run);
            Ledger request = app.request();
            request.queue().add(() -> {
                engine.drain();
                otherEnded.set(ended.get() == 1);
            });
            request.release(Outcome.SUCCEEDED, Runnable::run);
            while (!engine.isStopping()) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            app.awaitIdle();
            assertThat(otherEnded).hasValue(true);
        }
    }

    @Test
    @DisplayName(
            "C-41 of two applications without a name, the one that stops takes the MBean of the other with it never")
    void twoMBeans() throws Exception {
        ObjectName any = new ObjectName("org.backgroundtasks:type=BackgroundTasks,*");
        var server = ManagementFactory.getPlatformMBeanServer();
        int before = server.queryNames(any, null).size();
        try (TestApplication first = TestApplication.with().start()) {
            try (TestApplication second = TestApplication.with().start()) {
                assertThat(second.engine()).isNotSameAs(first.engine());
                assertThat(server.queryNames(any, null)).hasSize(before + 2);
            }
            assertThat(server.queryNames(any, null)).hasSize(before + 1);
        }
        assertThat(server.queryNames(any, null)).hasSize(before);
    }

    @Test
    @DisplayName("C-34 cancelled tasks have been added before they are discarded, and are reported once")
    void cancelledOnce() {
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            Ledger request = app.request();
            BackgroundTask task = request.queue().add(() -> {});
            assertThat(task.cancel()).isTrue();
            assertThat(task.cancel()).isFalse();
            app.complete(request);
            assertThat(app.get(FindingsJournal.class).turnsOf(task.id())).containsExactly(ADDED, DISCARDED);
        }
    }
}
