package org.backgroundtasks.benchmarks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The tasks of one request with an option each, or with somebody who observes them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OptionBenchmark {

    /** What is different from a plain task. */
    public enum Variant {
        PLAIN("a plain task"),
        ALWAYS("`always()`"),
        NAMED("`named(…)`, each with its own name"),
        TIMEOUT("`timeout(…)`"),
        CONCURRENT("`concurrent()`"),
        OBSERVED_END("one observer of the end"),
        OBSERVED("one observer of every turn: added, started, succeeded"),
        OBSERVED_ASYNC("one asynchronous observer of the end");

        private final String description;

        Variant(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    @Param({"1", "1000"})
    int tasks;

    @Param
    Variant variant = Variant.PLAIN;

    private Running running;
    private String[] names;

    @Setup
    public void start() {
        running = Running.with(
                switch (variant) {
                    case OBSERVED_END -> List.of(OfTheEnd.class);
                    case OBSERVED -> List.of(OfAll.class);
                    case OBSERVED_ASYNC -> List.of(Asynchronous.class);
                    default -> List.of();
                });
        names = new String[tasks];
        for (int i = 0; i < tasks; i++) {
            names[i] = "task " + i;
        }
    }

    @TearDown
    public void stop() {
        running.close();
    }

    @Benchmark
    public void library() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        RequestTasks ledger = running.engine().gates().requestTasks();
        ledger.watchedBy(Guarantee.STRICT, "POST", "/tasks");
        BackgroundTasks queue = ledger.queue();
        for (int i = 0; i < tasks; i++) {
            with(queue, i).add(done::countDown);
        }
        ledger.release(Outcome.SUCCEEDED, Runnable::run);
        done.await();
    }

    private BackgroundTasks with(BackgroundTasks queue, int number) {
        return switch (variant) {
            case ALWAYS -> queue.always();
            case NAMED -> queue.named(names[number]);
            case TIMEOUT -> queue.timeout(Duration.ofSeconds(30));
            case CONCURRENT -> queue.concurrent();
            default -> queue;
        };
    }

    /** Observes the end of tasks. */
    @ApplicationScoped
    public static class OfTheEnd {
        void note(@Observes @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {}
    }

    /** Observes all turns of tasks. */
    @ApplicationScoped
    public static class OfAll {
        void note(@Observes TaskEvent event) {}
    }

    /** Observes the end of tasks, on another thread. */
    @ApplicationScoped
    public static class Asynchronous {
        void note(@ObservesAsync @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {}
    }
}
