package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.backgroundtasks.TaskEvent.Type.DISCARDED;
import static org.backgroundtasks.TaskEvent.Type.REFUSED;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.TaskQueue;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Tasks of one request on several executors")
@Timeout(60)
class ExecutorsTest {

    private static final String MAIL = "java:app/mail";

    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();

    private void mail(ManagedExecutorService real, Runnable work) {
        submitted.add("mail");
        real.execute(work);
    }

    private void standard(ManagedExecutorService real, Runnable work) {
        submitted.add("standard");
        real.execute(work);
    }

    private TestApplication.Builder twoExecutors() {
        return TestApplication.with(FindingsJournal.class)
                .executor(this::standard)
                .executor(MAIL, this::mail);
    }

    @Test
    @DisplayName("C-22 tasks on one executor run in the order they were added, whatever lies between them")
    void orderOnOne() {
        List<Integer> mailed = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        try (TestApplication app = twoExecutors().start()) {
            app.run(tasks -> {
                BackgroundTasks mail = tasks.on(MAIL);
                for (int i = 0; i < 50; i++) {
                    tasks.add(others::add, i);
                    mail.add(mailed::add, i);
                }
            });
            assertThat(mailed).hasSize(50).isSorted();
            assertThat(others).hasSize(50).isSorted();
            assertThat(submitted).containsExactlyInAnyOrder("standard", "mail");
        }
    }

    @Test
    @DisplayName("C-22 tasks on two executors run side by side")
    void sideBySide() {
        CyclicBarrier both = new CyclicBarrier(2);
        try (TestApplication app = twoExecutors().start()) {
            app.run(tasks -> {
                tasks.add(() -> both.await());
                tasks.on(MAIL).add(() -> both.await());
            });
            assertThat(app.monitor().succeeded()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("C-20 the standard executor's own name, given to on(…), is that executor: one order, one submission")
    void standardByName() {
        List<Integer> order = new ArrayList<>();
        try (TestApplication app = twoExecutors().start()) {
            app.run(tasks -> {
                BackgroundTasks same = tasks.on(TestApplication.DEFAULT_EXECUTOR);
                for (int i = 0; i < 20; i += 2) {
                    tasks.add(order::add, i);
                    same.add(order::add, i + 1);
                }
            });
            assertThat(order).hasSize(20).isSorted();
            assertThat(submitted).containsExactly("standard");
        }
    }

    @Test
    @DisplayName(
            "C-25 an executor without a context service runs its tasks in the context that the default one captures")
    void withoutContextService() {
        List<ClassLoader> seen = new ArrayList<>();
        ClassLoader application = new ClassLoader(getClass().getClassLoader()) {};
        try (TestApplication app = TestApplication.with().start()) {
            FindingsNaming.bind("java:comp/DefaultContextService", app.get(ContextService.class));
            FindingsNaming.bind(MAIL, FindingsExecutor.managed(null, app.get(ManagedExecutorService.class)::execute));
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            app.run(tasks -> {
                Thread.currentThread().setContextClassLoader(application);
                tasks.on(MAIL).add(() -> seen.add(Thread.currentThread().getContextClassLoader()));
                Thread.currentThread().setContextClassLoader(before);
            });
            assertThat(seen).containsExactly(application);
        }
    }

    @Test
    @DisplayName(
            "C-6 an executor without a context service is refused where there is no default one, with a message that names it")
    void withoutAnyContextService() {
        try (TestApplication app = TestApplication.with().start()) {
            FindingsNaming.bind(MAIL, FindingsExecutor.managed(null, app.get(ManagedExecutorService.class)::execute));
            app.run(tasks -> assertThatThrownBy(() -> tasks.on(MAIL))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(
                            "'" + MAIL + "' has no context service", "java:comp/DefaultContextService"));
        }
    }

    @Test
    @DisplayName("C-4 the last executor given to on(…) holds")
    void lastHolds() {
        try (TestApplication app = twoExecutors().start()) {
            app.run(tasks -> tasks.on(MAIL).on(TestApplication.DEFAULT_EXECUTOR).add(() -> {}));
            app.run(tasks -> tasks.on(TestApplication.DEFAULT_EXECUTOR).on(MAIL).add(() -> {}));
            assertThat(submitted).containsExactly("standard", "mail");
        }
    }

    @Test
    @DisplayName("C-22 two names of one executor are one executor: one order, one submission")
    void aliases() {
        try (TestApplication app = twoExecutors().start()) {
            ManagedExecutorService one =
                    FindingsExecutor.managed(app.get(jakarta.enterprise.concurrent.ContextService.class), work -> {
                        submitted.add("alias");
                        app.get(ManagedExecutorService.class).execute(work);
                    });
            FindingsNaming.bind("java:app/one", one);
            FindingsNaming.bind("java:global/one", one);
            app.run(tasks -> {
                tasks.on("java:app/one").add(() -> {});
                tasks.on("java:global/one").add(() -> {});
            });
            assertThat(submitted).containsExactly("alias");
        }
    }

    @Test
    @DisplayName("C-22 an executor that many threads find for the first time at once is one executor to all of them")
    void foundAtOnce() throws Exception {
        int threads = 8;
        try (TestApplication app = twoExecutors().start()) {
            for (int round = 0; round < 200; round++) {
                String name = "java:app/round" + round;
                FindingsNaming.bind(
                        name,
                        FindingsExecutor.managed(
                                app.get(jakarta.enterprise.concurrent.ContextService.class), Runnable::run));
                Ledger request = app.request();
                CyclicBarrier start = new CyclicBarrier(threads);
                List<CompletableFuture<Object>> found = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    CompletableFuture<Object> one = new CompletableFuture<>();
                    found.add(one);
                    new Thread(() -> {
                                try {
                                    start.await();
                                    one.complete(((TaskQueue) request.queue().on(name))
                                            .options()
                                            .pool());
                                } catch (Exception failure) {
                                    one.completeExceptionally(failure);
                                }
                            })
                            .start();
                }
                assertThat(found.stream().map(CompletableFuture::join).distinct())
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("C-30 an executor that refuses has only its own tasks run by the caller, and the warning names it")
    void refusalPerExecutor() {
        Queue<Thread> mailed = new ConcurrentLinkedQueue<>();
        Queue<Thread> others = new ConcurrentLinkedQueue<>();
        try (FindingsLog log = new FindingsLog(Level.WARNING);
                TestApplication app = TestApplication.with(FindingsJournal.class)
                        .executor(this::standard)
                        .executor(MAIL, FindingsExecutor.REFUSES)
                        .start()) {
            Ledger request = app.request();
            BackgroundTask mail = request.queue().on(MAIL).add(() -> mailed.add(Thread.currentThread()));
            BackgroundTask other = request.queue().add(() -> others.add(Thread.currentThread()));
            app.complete(request);
            assertThat(mailed).containsExactly(Thread.currentThread());
            assertThat(others).hasSize(1).doesNotContain(Thread.currentThread());
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(mail.id())).contains(REFUSED).endsWith(SUCCEEDED);
            assertThat(journal.turnsOf(other.id())).doesNotContain(REFUSED).endsWith(SUCCEEDED);
            assertThat(log.lines()).singleElement().asString().contains("Refused 1 background task", MAIL);
        }
    }

    @Test
    @DisplayName("C-31 max-pending counts the waiting tasks of all executors together")
    void oneMaxPending() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<Thread> ranOn = new ConcurrentLinkedQueue<>();
        try (TestApplication app = TestApplication.with()
                .threads(1)
                .setting(Settings.MAX_PENDING, "2")
                .executor(this::standard)
                .executor(MAIL, this::mail)
                .start()) {
            Ledger busy = app.request();
            busy.queue().add(() -> {
                started.countDown();
                goOn.await();
            });
            busy.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            Ledger fits = app.request();
            fits.queue().add(() -> {});
            fits.queue().on(MAIL).add(() -> {});
            fits.release(Outcome.SUCCEEDED, Runnable::run);
            Ledger tooMany = app.request();
            tooMany.queue().on(MAIL).add(() -> ranOn.add(Thread.currentThread()));
            tooMany.release(Outcome.SUCCEEDED, Runnable::run);
            assertThat(ranOn).containsExactly(Thread.currentThread());
            assertThat(app.monitor().refused()).isEqualTo(1);
            goOn.countDown();
            app.awaitIdle();
        }
    }

    @Test
    @DisplayName("C-32 the drain waits for the tasks of all executors")
    void oneDrain() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestApplication app = twoExecutors().drainTimeout("50").start()) {
            Ledger request = app.request();
            for (BackgroundTasks tasks :
                    List.of(request.queue(), request.queue().on(MAIL))) {
                tasks.add(() -> {
                    started.countDown();
                    goOn.await();
                });
                tasks.add(() -> {});
            }
            request.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> app.engine().drain());
            while (!app.engine().isStopping()) {
                Thread.onSpinWait();
            }
            assertThat(drained).isNotDone();
            goOn.countDown();
            drained.join();
            assertThat(app.monitor().succeeded()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("C-32 what no executor has run when the drain ends is listed, of all executors")
    void drainListsAll() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        try (FindingsLog log = new FindingsLog(Level.SEVERE);
                TestApplication app = twoExecutors().drainTimeout("0").start()) {
            Ledger request = app.request();
            List<BackgroundTask> waiting = new ArrayList<>();
            for (BackgroundTasks tasks :
                    List.of(request.queue(), request.queue().on(MAIL))) {
                tasks.named("running").add(() -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                });
                waiting.add(tasks.named("waiting").add(() -> {}));
            }
            request.release(Outcome.SUCCEEDED, Runnable::run);
            started.await();
            app.engine().drain();
            assertThat(log.lines()).hasSize(4);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(waiting)
                    .allSatisfy(task -> assertThat(journal.turnsOf(task.id())).endsWith(DISCARDED));
        }
    }

    @Test
    @DisplayName("C-21 a request makes one submission for each executor, and one more for each concurrent task")
    void submissions() {
        try (TestApplication app = twoExecutors().start()) {
            app.run(tasks -> {
                for (int i = 0; i < 5; i++) {
                    tasks.add(() -> {});
                    tasks.on(MAIL).add(() -> {});
                }
                tasks.on(MAIL).concurrent().add(() -> {});
                tasks.on(MAIL).add(() -> {});
            });
            assertThat(submitted).hasSize(3).containsOnlyOnce("standard");
        }
    }
}
