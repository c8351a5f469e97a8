package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.Program.Body;
import org.backgroundtasks.internal.Program.Option;
import org.backgroundtasks.internal.Program.Spec;
import org.backgroundtasks.internal.Program.Step;

@Label("Whatever is done to requests and their tasks, in whatever order")
class LedgerModelTest {

    private static final Container container = new Container(Journal.class);
    private static final TestNaming naming = new TestNaming();
    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    @BeforeContainer
    static void start() {
        // thousands of failures, on purpose
        LOGGER.setLevel(Level.OFF);
        container.beforeAll(null);
    }

    @AfterContainer
    static void stop() {

        container.afterAll(null);
        naming.close();
        LOGGER.setLevel(null);
    }

    @ApplicationScoped
    static class Journal {
        private final List<String> entries = new ArrayList<>();

        synchronized void hear(@Observes TaskEvent event) {
            String name = event.name().length() == 1 ? event.name() : "";
            add((event.turn() + " " + event.id() + ' ' + name + ' ' + event.message()).strip());
        }

        synchronized void add(String entry) {
            entries.add(entry);
        }

        synchronized List<String> take() {
            List<String> taken = List.copyOf(entries);
            entries.clear();
            return taken;
        }
    }

    @Property
    @Label(
            "C-22, C-23, C-30 the engine does what the promises say, step by step: each task once, in order, every turn told")
    void agreesWithTheModel(
            @ForAll("programs") List<Step> program,
            @ForAll @IntRange(min = 2, max = 12) int maxPerRequest,
            @ForAll @IntRange(min = 1, max = 12) int maxPending,
            @ForAll boolean stopAtFailure) {
        LedgerModel model = new LedgerModel(maxPerRequest, maxPending, stopAtFailure);
        Real real = new Real(
                new Settings(ManualExecutor.NAME, maxPerRequest, maxPending, Duration.ZERO, stopAtFailure, null));
        container.get(Journal.class).take();
        List<String> whole = new ArrayList<>();
        program.forEach(step -> take(step, model, real, whole));
        finish(model, real, whole);

        assertThat(real.engine.open().unfinishedTasks()).isEmpty();
        List<String> ids = IntStream.rangeClosed(1, real.added())
                .mapToObj(Integer::toString)
                .toList();
        assertThat(idsOf(whole, "ADDED")).containsExactlyElementsOf(ids);
        assertThat(idsOf(whole, "SUCCEEDED", "FAILED", "TIMED_OUT", "DISCARDED"))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(idsOf(whole, "ran"))
                .containsExactlyInAnyOrderElementsOf(idsOf(whole, "SUCCEEDED", "FAILED", "TIMED_OUT"));
    }

    /** Ends both requests, and all that is left. */
    private static void finish(LedgerModel model, Real real, List<String> whole) {
        for (int request = 0; request < Program.REQUESTS; request++) {
            take(new Step.Release(request, Outcome.SUCCEEDED), model, real, whole);
        }
        while (model.submissions() > 0 || model.stages() > 0) {
            take(new Step.ExecutorRuns(0), model, real, whole);
            take(new Step.StageEnds(0, true), model, real, whole);
        }
    }

    private static void take(Step step, LedgerModel model, Real real, List<String> whole) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        step.on(model);
        step.on(real);
        List<String> expected = model.takeJournal();
        List<String> actual = container.get(Journal.class).take();
        whole.addAll(actual);
        if (step instanceof Step.Drain) {
            assertThat(actual).as("%s", step).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(actual).as("%s", step).containsExactlyElementsOf(expected);
        }
        assertThat(real.figures()).as("figures after %s", step).isEqualTo(model.figures());
        assertThat(real.submissions()).isEqualTo(model.submissions());
        assertThat(real.stages()).isEqualTo(model.stages());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
    }

    private static List<String> idsOf(List<String> journal, String... beginnings) {
        return journal.stream()
                .map(entry -> entry.split(" "))
                .filter(words -> List.of(beginnings).contains(words[0]))
                .map(words -> words[1])
                .toList();
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        Arbitrary<Integer> requests = Arbitraries.integers().between(0, Program.REQUESTS - 1);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
        Arbitrary<Outcome> outcomes = Arbitraries.of(Outcome.class);
        Arbitrary<Option> options = Arbitraries.of(Option.class);
        Arbitrary<Spec> specs = Combinators.combine(
                        Arbitraries.of(Body.class), options.list().ofMaxSize(3), requests)
                .as(Spec::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, Combinators.combine(requests, specs).<Step>as(Step.Add::new)),
                        Tuple.of(3, Combinators.combine(requests, specs).<Step>as(Step.Attach::new)),
                        Tuple.of(1, Combinators.combine(requests, numbers).<Step>as(Step.AddAgain::new)),
                        Tuple.of(6, Combinators.combine(numbers, options).<Step>as(Step.Give::new)),
                        Tuple.of(
                                2,
                                Combinators.combine(requests, Arbitraries.of("a", "b"))
                                        .<Step>as(Step.Forget::new)),
                        Tuple.of(1, Combinators.combine(requests, outcomes).<Step>as(Step.Note::new)),
                        Tuple.of(3, Combinators.combine(requests, outcomes).<Step>as(Step.Release::new)),
                        Tuple.of(2, Arbitraries.of(true, false).<Step>map(Step.ExecutorRefuses::new)),
                        Tuple.of(6, numbers.<Step>map(Step.ExecutorRuns::new)),
                        Tuple.of(
                                4,
                                Combinators.combine(numbers, Arbitraries.of(true, false))
                                        .<Step>as(Step.StageEnds::new)),
                        Tuple.of(1, Arbitraries.<Step>just(new Step.Drain())))
                .list()
                .ofMaxSize(40);
    }

    /** The engine, with the container's executor worked by hand. */
    private static final class Real implements Program.Application {

        private final Engine engine;
        private final Journal journal = container.get(Journal.class);
        private final ManualExecutor executor = new ManualExecutor();
        private final List<Ledger> requests = new ArrayList<>();
        private final List<PendingTask> known = new ArrayList<>();
        private final List<CompletableFuture<Void>> stages = new ArrayList<>();

        Real(Settings settings) {
            naming.bind(ManualExecutor.NAME, executor.managed(container.get(ContextService.class)));
            engine = new Engine(settings, container.get(BeanManager.class));
            engine.deployed(container.get(BeanManager.class));
            for (int i = 0; i < Program.REQUESTS; i++) {
                Ledger ledger = engine.newLedger();
                ledger.watchedBy(new TestGate(), "GET", "/" + i);
                requests.add(ledger);
            }
        }

        List<Long> figures() {
            var monitor = engine.monitor();
            return List.of(
                    monitor.waiting(),
                    monitor.running(),
                    monitor.succeeded(),
                    monitor.failed(),
                    monitor.discarded(),
                    monitor.refused());
        }

        int added() {
            return (int) engine.nextId() - 1;
        }

        @Override
        public void add(int request, Spec spec) {
            PendingTask task = made(spec);
            unlessRefused(() -> requests.get(request).add(task));
        }

        @Override
        public void attach(int request, Spec spec) {
            PendingTask task = made(spec);
            unlessRefused(() -> requests.get(request).attach(task));
        }

        @Override
        public void addAgain(int request, int task) {
            if (!known.isEmpty()) {
                unlessRefused(() -> requests.get(request).add(known.get(task % known.size())));
            }
        }

        private void unlessRefused(Runnable action) {
            try {
                action.run();
            } catch (IllegalStateException refused) {
                journal.add("refused");
            }
        }

        private PendingTask made(Spec spec) {
            PendingTask[] self = new PendingTask[1];
            PendingTask task = spec.body().isAsync()
                    ? PendingTask.ofAsync(() -> start(spec, self[0]))
                    : PendingTask.of(() -> run(spec, self[0]));
            self[0] = task;
            spec.options().forEach(option -> give(task, option));
            known.add(task);
            return task;
        }

        private static void give(BackgroundTask task, Option option) {
            switch (option) {
                case NAME_A, NAME_B -> task.named(option.givenName());
                case ALWAYS -> task.always();
                case ON_ERROR -> task.onError();
                case CONCURRENT -> task.concurrent();
            }
        }

        private void run(Spec spec, PendingTask task) throws Exception {
            ran(task);
            switch (spec.body()) {
                case THROW_UNCHECKED -> throw new IllegalStateException("on purpose");
                case THROW_CHECKED -> throw new IOException("on purpose");
                case THROW_ERROR -> throw new AssertionError("on purpose");
                case THROW_SMUGGLED -> Real.<RuntimeException>smuggle();
                case THROW_UNPRINTABLE ->
                    throw new IllegalStateException() {
                        @Override
                        public String getMessage() {
                            throw new AssertionError("no message");
                        }
                    };
                case INTERRUPT_ITSELF -> Thread.currentThread().interrupt();
                case CHANGE_CLASS_LOADER -> Thread.currentThread().setContextClassLoader(null);
                case FOLLOW_UP -> followUp();
                case FOLLOW_UP_AND_FAIL -> {
                    followUp();
                    throw new IllegalStateException("on purpose");
                }
                case ADD_THROUGH_HANDLE ->
                    requests.get(spec.otherRequest())
                            .handle()
                            .add(() -> ran(TaskRun.current().underWay()));
                default -> {}
            }
        }

        private CompletionStage<?> start(Spec spec, PendingTask task) {
            ran(task);
            return switch (spec.body()) {
                case STAGE_FAILED -> CompletableFuture.failedStage(new IOException("on purpose"));
                case STAGE_MISSING -> null;
                case STAGE_NEVER_MADE -> throw new IllegalStateException("on purpose");
                case STAGE_OPEN -> open();
                case FOLLOW_UP_AND_STAGE_OPEN -> {
                    followUp();
                    yield open();
                }
                default -> CompletableFuture.completedStage(null);
            };
        }

        private CompletionStage<?> open() {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void smuggle() throws E {
            throw (E) new Exception("checked, on purpose");
        }

        private void ran(PendingTask task) {
            Thread thread = Thread.currentThread();
            journal.add("ran " + task.id() + (thread.isInterrupted() ? " interrupted" : "")
                    + (thread.getContextClassLoader() == null ? " without class loader" : ""));
        }

        /** As the injected reference does. */
        private void followUp() {
            Ledger ledger = engine.ledger();
            ledger.add(() -> ran(TaskRun.current().underWay()));
            ledger.add(
                    BackgroundTask.of(() -> ran(TaskRun.current().underWay())).onError());
            engine.scopeEnded(ledger);
        }

        @Override
        public void option(int task, Option option) {
            if (!known.isEmpty()) {
                unlessRefused(() -> give(known.get(task % known.size()), option));
            }
        }

        @Override
        public void forget(int request, String name) {
            journal.add("forgot " + requests.get(request).forget(name));
        }

        @Override
        public void record(int request, Outcome outcome) {
            requests.get(request).record(outcome);
        }

        @Override
        public void release(int request, Outcome outcome) {
            requests.get(request).release(outcome, Runnable::run);
        }

        @Override
        public void executorRefuses(boolean refuses) {
            executor.refuse(refuses);
        }

        @Override
        public void executorRuns(int submission) {
            if (submissions() > 0) {
                executor.run(submission % submissions());
            }
        }

        @Override
        public void stageEnds(int stage, boolean well) {
            List<CompletableFuture<Void>> open = open(stages);
            if (!open.isEmpty()) {
                CompletableFuture<Void> ending = open.get(stage % open.size());
                if (well) {
                    ending.complete(null);
                } else {
                    ending.completeExceptionally(new IOException("on purpose"));
                }
            }
        }

        @Override
        public void drain() {
            engine.drain();
        }

        @Override
        public int submissions() {
            return executor.size();
        }

        @Override
        public int stages() {
            return open(stages).size();
        }

        private static List<CompletableFuture<Void>> open(List<CompletableFuture<Void>> stages) {
            return stages.stream().filter(stage -> !stage.isDone()).toList();
        }
    }
}
