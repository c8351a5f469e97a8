package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.DISCARDED;
import static org.backgroundtasks.TaskEvent.Type.INTERRUPTED;
import static org.backgroundtasks.TaskEvent.Type.SUCCEEDED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.logging.Level;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.TaskQueue;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("API traps: views with options, wherever a queue can be had")
@Timeout(60)
class ViewsTest {

    private final TestApplication app = TestApplication.with(FindingsJournal.class, Activated.class, Keeper.class)
            .start();
    private final FindingsJournal journal = app.get(FindingsJournal.class);
    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    /** Has a request scope for the time of a call. */
    @ApplicationScoped
    public static class Activated {
        @Inject
        BackgroundTasks tasks;

        @ActivateRequestContext
        public void with(java.util.function.Consumer<BackgroundTasks> action) {
            action.accept(tasks);
        }
    }

    /** Keeps a view longer than its request, by mistake. */
    @ApplicationScoped
    public static class Keeper {
        private BackgroundTasks kept;

        public void keep(BackgroundTasks view) {
            kept = view;
        }

        public BackgroundTask add(org.backgroundtasks.Work work) {
            return kept.add(work);
        }
    }

    @AfterEach
    void stop() {
        app.close();
    }

    /** One option and what it does to a model of the options. */
    private record Step(String name, Function<BackgroundTasks, BackgroundTasks> real, Function<Model, Model> model) {}

    private record Model(String label, String key, String condition, boolean concurrent, Duration timeout) {
        private static final Model NONE = new Model(null, null, "ON_SUCCESS", false, null);
    }

    private static final List<Step> STEPS = List.of(
            step("a", tasks -> tasks.named("a"), m -> new Model("a", m.key, m.condition, m.concurrent, m.timeout)),
            step("b", tasks -> tasks.named("b"), m -> new Model("b", m.key, m.condition, m.concurrent, m.timeout)),
            step(
                    "k",
                    tasks -> tasks.replacing("k"),
                    m -> new Model(m.label, "k", m.condition, m.concurrent, m.timeout)),
            step("always", BackgroundTasks::always, m -> new Model(m.label, m.key, "ALWAYS", m.concurrent, m.timeout)),
            step(
                    "onError",
                    BackgroundTasks::onError,
                    m -> new Model(m.label, m.key, "ON_ERROR", m.concurrent, m.timeout)),
            step(
                    "concurrent",
                    BackgroundTasks::concurrent,
                    m -> new Model(m.label, m.key, m.condition, true, m.timeout)),
            step(
                    "1s",
                    tasks -> tasks.timeout(Duration.ofSeconds(1)),
                    m -> new Model(m.label, m.key, m.condition, m.concurrent, Duration.ofSeconds(1))),
            step(
                    "2s",
                    tasks -> tasks.timeout(Duration.ofSeconds(2)),
                    m -> new Model(m.label, m.key, m.condition, m.concurrent, Duration.ofSeconds(2))),
            step("handle", BackgroundTasks::handle, m -> m));

    private static Step step(
            String name, Function<BackgroundTasks, BackgroundTasks> real, Function<Model, Model> model) {
        return new Step(name, real, model);
    }

    @Test
    @DisplayName(
            "C-4 any chain of options gives a new view with the last of each, and leaves the views before it as they were")
    void anyChain() {
        Arbitrary<List<Step>> chains = Arbitraries.of(STEPS).list().ofMaxSize(8);
        Ledger request = app.request();
        chains.sampleStream().limit(1_000).forEach(chain -> {
            List<BackgroundTasks> views = new ArrayList<>(List.of(request.queue()));
            List<Model> models = new ArrayList<>(List.of(Model.NONE));
            for (Step step : chain) {
                views.add(step.real.apply(views.get(views.size() - 1)));
                models.add(step.model.apply(models.get(models.size() - 1)));
            }
            for (int i = 0; i < views.size(); i++) {
                var options = ((TaskQueue) views.get(i)).options();
                assertThat(new Model(
                                options.label(),
                                options.key(),
                                options.condition().name(),
                                options.concurrent(),
                                options.timeout()))
                        .as(
                                "%s after %d of %s",
                                options, i, chain.stream().map(Step::name).toList())
                        .isEqualTo(models.get(i));
            }
            for (int i = 1; i < views.size(); i++) {
                assertThat(views.get(i)).isNotSameAs(views.get(i - 1));
            }
        });
        app.complete(request);
    }

    @Test
    @DisplayName("C-4 a name is a label that many tasks may share: three tasks named mail are three mails")
    void sharedName() {
        app.run(tasks -> {
            BackgroundTasks mail = tasks.named("mail");
            for (String user : List.of("a", "b", "c")) {
                mail.add(ran::add, user);
            }
        });
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName(
            "C-4 of one key the last task held runs, at the end of the queue, and the replaced ones say why they do not")
    void replacing() {
        List<BackgroundTask> replaced = new ArrayList<>();
        app.run(tasks -> {
            BackgroundTasks index = tasks.replacing("index");
            replaced.add(index.add(ran::add, "1"));
            tasks.add(ran::add, "between");
            replaced.add(index.named("second").add(ran::add, "2"));
            index.add(ran::add, "3");
        });
        assertThat(ran).containsExactly("between", "3");
        assertThat(replaced)
                .allSatisfy(task -> assertThat(journal.of(task.id(), DISCARDED).reason())
                        .hasValue("replaced by a later task with the key 'index'"));
    }

    @Test
    @DisplayName("C-4 options given to a late task hold, and do not throw because the response is complete")
    void lateOptions() {
        Ledger request = app.request();
        BackgroundTasks handle = request.queue().handle();
        request.release(Outcome.FAILED, Runnable::run);
        BackgroundTask always = handle.always().add(ran::add, "always");
        app.awaitIdle();
        BackgroundTask error = handle.onError()
                .named("n")
                .timeout(Duration.ofSeconds(30))
                .concurrent()
                .add(ran::add, "error");
        app.awaitIdle();
        BackgroundTask plain = handle.replacing("k").add(ran::add, "plain");
        app.awaitIdle();
        assertThat(ran).containsExactly("always", "error");
        assertThat(journal.turnsOf(always.id())).endsWith(SUCCEEDED);
        assertThat(journal.of(error.id(), SUCCEEDED).taskName()).isEqualTo("n");
        assertThat(journal.turnsOf(plain.id())).endsWith(DISCARDED);
    }

    @Test
    @DisplayName("C-4 a released task can be cancelled while it waits, and while it runs, but not by its key")
    void cancelReleased() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Ledger request = app.request();
        BackgroundTask runs = request.queue().add(() -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        BackgroundTask waits = request.queue().replacing("k").add(ran::add, "waits");
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        assertThat(request.queue().cancel("k")).isFalse();
        assertThat(waits.cancel()).isTrue();
        assertThat(waits.cancel()).isFalse();
        assertThat(runs.cancel()).isTrue();
        app.awaitIdle();
        assertThat(runs.cancel()).isFalse();
        assertThat(ran).isEmpty();
        assertThat(journal.of(waits.id(), DISCARDED).reason()).hasValue("cancelled");
        TaskEvent end = journal.of(runs.id(), INTERRUPTED);
        assertThat(end.reason()).hasValue("cancelled");
        assertThat(end.message()).isEmpty();
    }

    @Test
    @DisplayName("C-4 cancel by key takes back the task held under it, once, and no other")
    void cancelByKey() {
        Ledger request = app.request();
        request.queue().replacing("a").add(ran::add, "a");
        request.queue().replacing("b").add(ran::add, "b");
        assertThat(request.queue().named("any view").cancel("a")).isTrue();
        assertThat(request.queue().cancel("a")).isFalse();
        assertThat(request.queue().cancel("unknown")).isFalse();
        app.complete(request);
        assertThat(ran).containsExactly("b");
    }

    /** Adds through views in every way, and expects the order of one queue. */
    private void usesViews(BackgroundTasks tasks) {
        BackgroundTasks audit = tasks.named("audit").always();
        tasks.replacing("k").add(ran::add, "replaced");
        audit.add(ran::add, "1");
        tasks.add(ran::add, "2");
        tasks.handle().named("h").add(ran::add, "3");
        audit.add(ran::add, "4");
        audit.replacing("k").add(ran::add, "5");
        audit.onError().add(ran::add, "never");
        tasks.replacing("c").add(ran::add, "cancelled");
        assertThat(audit.cancel("c")).isTrue();
    }

    private void assertViewsWorked() {
        assertThat(ran).containsExactly("1", "2", "3", "4", "5");
        Map<String, Integer> audits = new HashMap<>();
        journal.events().stream()
                .filter(event -> event.type() == SUCCEEDED)
                .forEach(event -> audits.merge(event.taskName(), 1, Integer::sum));
        assertThat(audits).containsEntry("audit", 3).containsEntry("h", 1);
    }

    @Test
    @DisplayName("C-4 views of the queue of a request add to that one queue")
    void inRequest() {
        app.run(this::usesViews);
        assertViewsWorked();
    }

    @Test
    @DisplayName(
            "C-1 views of the injected queue, behind its client proxy, are other objects that add to the same queue")
    void injected() {
        app.inRequestScope(tasks -> {
            assertThat(tasks.named("x")).isNotSameAs(tasks).isInstanceOf(TaskQueue.class);
            usesViews(tasks);
        });
        app.awaitIdle();
        assertViewsWorked();
    }

    @Test
    @DisplayName("C-15 views under @ActivateRequestContext add to the queue that is released when the method returns")
    void activated() {
        app.get(Activated.class).with(tasks -> {
            usesViews(tasks);
            assertThat(ran).isEmpty();
        });
        app.awaitIdle();
        assertViewsWorked();
    }

    @Test
    @DisplayName("C-7 views taken on the request's thread and used on a foreign one add to the queue of the request")
    void foreignThread() throws Exception {
        Ledger request = app.request();
        BackgroundTasks handle = request.queue().handle();
        FindingsNaming.foreignThread(() -> usesViews(handle)).join();
        assertThat(ran).isEmpty();
        app.complete(request);
        assertViewsWorked();
    }

    @Test
    @DisplayName("C-24 views of the queue injected into a task hold its follow-ups until it has ended")
    void followUps() {
        BackgroundTasks injected = app.get(BackgroundTasks.class);
        app.run(tasks -> tasks.add(() -> {
            usesViews(injected);
            assertThat(ran).isEmpty();
        }));
        assertViewsWorked();
        assertThat(app.monitor().failed()).isZero();
    }

    @Test
    @DisplayName(
            "C-24 a view kept from one task's function and used in its follow-up adds a late task, without a warning")
    void viewOfEndedTask() {
        BackgroundTasks injected = app.get(BackgroundTasks.class);
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            app.run(tasks -> tasks.add(() -> {
                BackgroundTasks view = injected.named("v");
                view.add(() -> view.add(ran::add, "late"));
            }));
            assertThat(ran).containsExactly("late");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-7 a handle used late by a task of the same request, or outside any request, is not warned of")
    void lateWithoutWarning() throws Exception {
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            handle.add(() -> handle.add(ran::add, "by a task"));
            app.complete(request);
            Thread foreign = FindingsNaming.foreignThread(() -> handle.add(ran::add, "by a thread"));
            foreign.join();
            app.awaitIdle();
            assertThat(ran).containsExactly("by a task", "by a thread");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-7 a handle of a request that is used by the follow-up of its task is not warned of")
    void handleInFollowUp() {
        BackgroundTasks injected = app.get(BackgroundTasks.class);
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            Ledger request = app.request();
            BackgroundTasks handle = request.queue().handle();
            handle.add(() -> injected.add(() -> handle.add(ran::add, "late")));
            app.complete(request);
            assertThat(ran).containsExactly("late");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-7 a handle that is used late by the one request that resumes its response is not warned of")
    void handleInResumingRequest() {
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            for (boolean addsItsOwn : new boolean[] {true, false}) {
                Ledger resumed = app.request();
                BackgroundTasks handle = resumed.queue().handle();
                app.inRequestScope(resuming -> {
                    if (addsItsOwn) {
                        resuming.add(ran::add, "its own");
                    }
                    resumed.release(Outcome.SUCCEEDED, Runnable::run);
                    handle.add(ran::add, "late");
                    handle.add(ran::add, "late");
                });
                app.awaitIdle();
            }
            assertThat(ran).containsExactlyInAnyOrder("its own", "late", "late", "late", "late");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    @DisplayName("C-7 a handle that tasks of two other requests use late is warned of when the second one does")
    void handleInTasksOfOthers() {
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            Ledger over = app.request();
            BackgroundTasks handle = over.queue().named("kept").handle();
            app.complete(over);
            app.run(tasks -> tasks.add(() -> handle.add(ran::add, "by a task")));
            assertThat(log.lines()).isEmpty();
            app.run(tasks -> tasks.add(() -> handle.add(ran::add, "by another task")));
            assertThat(ran).containsExactly("by a task", "by another task");
            assertThat(log.lines()).singleElement().asString().contains("'kept'", "A view belongs to one request");
        }
    }

    @Test
    @DisplayName("A view kept in an application-scoped bean runs its later tasks at once, and is warned of one time")
    void keptByMistake() {
        Keeper keeper = app.get(Keeper.class);
        try (FindingsLog log = new FindingsLog(Level.WARNING)) {
            app.inRequestScope(tasks -> keeper.keep(tasks.named("kept")));
            for (int i = 0; i < 3; i++) {
                app.inRequestScope(tasks -> {
                    tasks.add(ran::add, "held");
                    keeper.add(() -> ran.add("late"));
                    while (!ran.contains("late")) {
                        Thread.onSpinWait();
                    }
                    assertThat(ran).containsExactly("late");
                });
                app.awaitIdle();
                assertThat(ran).containsExactly("late", "held");
                ran.clear();
            }
            assertThat(log.lines()).singleElement().asString().contains("'kept'", "A view belongs to one request");
        }
    }
}
