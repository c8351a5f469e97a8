package org.backgroundtasks.benchmarks;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.spi.BackgroundTasksEngine;
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

/** Tasks, from the first that is added until the last has run, beside the same work by hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EngineBenchmark {

    @Param({"1", "10", "100", "1000"})
    int tasks;

    private Running running;
    private BackgroundTasksEngine engine;
    private ManagedExecutorService executor;
    private ContextService contexts;
    private Worker worker;

    @Setup
    public void start() {
        running = Running.with(List.of());
        engine = running.engine();
        executor = running.executor();
        contexts = running.contexts();
        worker = running.worker();
    }

    @TearDown
    public void stop() {
        running.close();
    }

    /** The library, all tasks in one request. */
    @Benchmark
    public void library() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        RequestTasks ledger = engine.gates().requestTasks();
        ledger.watchedBy(Guarantee.STRICT, "POST", "/tasks");
        BackgroundTasks queue = ledger.queue();
        for (int i = 0; i < tasks; i++) {
            queue.add(done::countDown);
        }
        ledger.release(Outcome.SUCCEEDED, Runnable::run);
        done.await();
    }

    /** The library, as many requests under way at once, with one task each. */
    @Benchmark
    public void libraryOneEach() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            RequestTasks ledger = engine.gates().requestTasks();
            ledger.watchedBy(Guarantee.STRICT, "POST", "/tasks");
            ledger.queue().add(done::countDown);
            ledger.release(Outcome.SUCCEEDED, Runnable::run);
        }
        done.await();
    }

    /** By hand, without a request scope, and with the context of the moment it starts in: weaker. */
    @Benchmark
    public void execute() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(done::countDown);
        }
        done.await();
    }

    /** By hand, without a request scope. */
    @Benchmark
    public void contextual() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(contexts.contextualRunnable(done::countDown));
        }
        done.await();
    }

    /** By hand, with context and request scope, as a task has them. */
    @Benchmark
    public void contextualInScope() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(contexts.contextualRunnable(() -> worker.work(done)));
        }
        done.await();
    }
}
