package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
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
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.Program.Body;
import org.backgroundtasks.internal.engine.Program.Option;
import org.backgroundtasks.internal.engine.Program.Spec;
import org.backgroundtasks.internal.engine.Program.Step;
import org.backgroundtasks.spi.Outcome;

@Label("Whatever is done to requests and their tasks, in whatever order")
class LedgerModelTest {

    private static final Container container = new Container(Journal.class);
    private static final TestNaming naming = new TestNaming();
    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    /** What a step sets going on a thread of its own takes less. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    @BeforeContainer
    static void start() {
        // thousands of failures, on purpose
        LOGGER.setLevel(Level.OFF);
        container.start();
    }

    @AfterContainer
    static void stop() {
        container.stop();
        naming.close();
        LOGGER.setLevel(null);
    }

    @ApplicationScoped
    static class Journal {
        private final List<String> entries = new ArrayList<>();

        synchronized void hear(@Observes TaskEvent event) {
            String name = event.taskName().length() == 1 ? event.taskName() : "";
            add((event.type() + " " + event.taskId() + ' ' + name + ' '
                            + event.reason().orElse(""))
                    .strip());
        }

        synchronized void add(String entry) {
            entries.add(entry);
        }

        synchronized int size() {
            return entries.size();
        }

        synchronized boolean has(String entry) {
            return entries.contains(entry);
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
        container.get(Journal.class).take();
        Settings settings =
                new Settings(EngineUnderTest.STANDARD, maxPerRequest, maxPending, Duration.ZERO, stopAtFailure, null);
        try (EngineUnderTest real = new EngineUnderTest(container, settings, naming)) {
            List<String> whole = new ArrayList<>();
            program.forEach(step -> take(step, model, real, whole));
            finish(model, real, whole);

            assertThat(real.ends()).isEqualTo(model.ends());
            assertThat(idsOf(whole, "ADDED")).containsExactlyElementsOf(model.ids());
            assertThat(idsOf(whole, "SUCCEEDED", "FAILED", "TIMED_OUT", "INTERRUPTED", "DISCARDED"))
                    .containsExactlyInAnyOrderElementsOf(model.ids());
            assertThat(idsOf(whole, "ran"))
                    .containsExactlyInAnyOrderElementsOf(
                            idsOf(whole, "SUCCEEDED", "FAILED", "TIMED_OUT", "INTERRUPTED"));
        }
    }

    /** Ends both requests, and all that is left. */
    private static void finish(LedgerModel model, EngineUnderTest real, List<String> whole) {
        for (int executor = 0; executor < Program.EXECUTORS; executor++) {
            take(new Step.ExecutorRefuses(executor, false), model, real, whole);
        }
        for (int request = 0; request < Program.REQUESTS; request++) {
            take(new Step.Release(request, Outcome.SUCCEEDED), model, real, whole);
        }
        while (model.hasSomethingLeft()) {
            for (int executor = 0; executor < Program.EXECUTORS; executor++) {
                take(new Step.ExecutorRuns(executor, 0), model, real, whole);
            }
            takeAnyStageEnd(model, real, whole);
        }
    }

    private static void takeAnyStageEnd(LedgerModel model, EngineUnderTest real, List<String> whole) {
        Step step = new Step.StageEnds(0, true);
        if (model.isUndecided(step)) {
            step = new Step.Drain();
        }
        take(step, model, real, whole);
    }

    private static void take(Step step, LedgerModel model, EngineUnderTest real, List<String> whole) {
        if (model.isUndecided(step)) {
            return;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        step.on(model);
        step.on(real);
        List<String> expected = model.takeJournal();
        Journal journal = container.get(Journal.class);
        awaitOtherThreads(model, real, journal, expected.size());
        List<String> actual = real.inNamesOfTheModel(journal.take());
        whole.addAll(actual);
        if (step instanceof Step.Drain) {
            assertThat(actual).as("%s", step).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(actual).as("%s", step).containsExactlyElementsOf(expected);
        }
        assertThat(real.figures()).as("figures after %s", step).isEqualTo(model.figures());
        assertThat(real.answers()).as("answers after %s", step).isEqualTo(model.answers());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
    }

    /** Those that run what was refused late. */
    private static void awaitOtherThreads(LedgerModel model, EngineUnderTest real, Journal journal, int entries) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!(journal.size() >= entries && real.figures().equals(model.figures()) && real.isQuiet())) {
            if (System.nanoTime() - end > 0) {
                return;
            }
            Thread.onSpinWait();
        }
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
        Arbitrary<Integer> executors = Arbitraries.integers().between(0, Program.EXECUTORS - 1);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<Outcome> outcomes = Arbitraries.of(Outcome.class);
        Arbitrary<List<Option>> options = Arbitraries.of(Option.class).list().ofMaxSize(4);
        Arbitrary<Spec> specs =
                Combinators.combine(Arbitraries.of(Body.class), numbers).as(Spec::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(
                                12,
                                Combinators.combine(requests, options, specs).<Step>as(Step.Add::new)),
                        Tuple.of(2, Combinators.combine(requests, options).<Step>as(Step.View::new)),
                        Tuple.of(4, Combinators.combine(numbers, specs).<Step>as(Step.AddThroughView::new)),
                        Tuple.of(3, Combinators.combine(requests, specs).<Step>as(Step.Attach::new)),
                        Tuple.of(1, Combinators.combine(requests, numbers).<Step>as(Step.AttachAgain::new)),
                        Tuple.of(
                                2,
                                Combinators.combine(requests, Arbitraries.of("a", "b"))
                                        .<Step>as(Step.CancelKey::new)),
                        Tuple.of(4, numbers.<Step>map(Step.CancelTask::new)),
                        Tuple.of(1, Combinators.combine(requests, outcomes).<Step>as(Step.Note::new)),
                        Tuple.of(3, Combinators.combine(requests, outcomes).<Step>as(Step.Release::new)),
                        Tuple.of(2, Combinators.combine(executors, flags).<Step>as(Step.ExecutorRefuses::new)),
                        Tuple.of(6, Combinators.combine(executors, numbers).<Step>as(Step.ExecutorRuns::new)),
                        Tuple.of(4, Combinators.combine(numbers, flags).<Step>as(Step.StageEnds::new)),
                        Tuple.of(1, Arbitraries.<Step>just(new Step.Drain())))
                .list()
                .ofMaxSize(40);
    }
}
