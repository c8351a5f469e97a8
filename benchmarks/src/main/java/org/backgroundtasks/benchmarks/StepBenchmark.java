package org.backgroundtasks.benchmarks;

import jakarta.enterprise.concurrent.ContextService;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The steps of a task's life apart, a task: 1,000 tasks at a time, in as many requests as the parameter says. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StepBenchmark {

    private static final int ALL = 1_000;

    @Param({"1", "10", "100", "1000"})
    int tasks;

    private Running running;
    private ContextService contexts;
    private RequestTasks[] ledgers;
    private CountDownLatch done;
    private Work work;

    /** What the profiler of JMH cannot tell: without what goes before and after. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Allocated {
        public long bytes;
        public long counted;

        private long before;

        void begin() {
            before = Heap.allocated();
        }

        void end() {
            bytes += Heap.allocated() - before;
            counted += ALL;
        }
    }

    /** Requests that have their tasks. */
    @State(Scope.Thread)
    public static class Filled {

        private Allocated allocated;

        @Setup(Level.Invocation)
        public void fill(StepBenchmark benchmark, Allocated counters) {
            benchmark.open();
            benchmark.addAll();
            allocated = counters;
            allocated.begin();
        }

        @TearDown(Level.Invocation)
        public void end(StepBenchmark benchmark) throws InterruptedException {
            allocated.end();
            benchmark.done.await();
        }
    }

    /** Requests without a task as yet. */
    @State(Scope.Thread)
    public static class Empty {

        private Allocated allocated;

        @Setup(Level.Invocation)
        public void open(StepBenchmark benchmark, Allocated counters) {
            benchmark.open();
            allocated = counters;
            allocated.begin();
        }

        @TearDown(Level.Invocation)
        public void end(StepBenchmark benchmark) throws InterruptedException {
            allocated.end();
            benchmark.releaseAll();
            benchmark.done.await();
        }
    }

    @Setup
    public void start() {
        running = Running.with(List.of());
        contexts = running.contexts();
        open();
    }

    @TearDown
    public void stop() {
        running.close();
    }

    private void open() {
        CountDownLatch latch = new CountDownLatch(ALL);
        done = latch;
        work = latch::countDown;
        ledgers = new RequestTasks[ALL / tasks];
        for (int i = 0; i < ledgers.length; i++) {
            ledgers[i] = running.engine().gates().requestTasks();
        }
    }

    private void addAll() {
        for (RequestTasks ledger : ledgers) {
            BackgroundTasks queue = ledger.queue();
            for (int i = 0; i < tasks; i++) {
                queue.add(work);
            }
        }
    }

    private void releaseAll() {
        for (RequestTasks ledger : ledgers) {
            ledger.release(Outcome.SUCCEEDED, Runnable::run);
        }
    }

    /** The container's part in adding. */
    @Benchmark
    @OperationsPerInvocation(ALL)
    public void capture(Empty requests, Blackhole hole) {
        for (int i = 0; i < ALL; i++) {
            Consumer<Runnable> captured = contexts.contextualConsumer(Runnable::run);
            hole.consume(captured);
        }
        addUncounted();
    }

    /** So that the end of each step is the same. */
    private void addUncounted() {
        for (int i = 0; i < ALL; i++) {
            done.countDown();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ALL)
    public void add(Empty requests) {
        addAll();
    }

    /** On the thread of the server; the tasks may begin meanwhile. */
    @Benchmark
    @OperationsPerInvocation(ALL)
    public void release(Filled requests) {
        releaseAll();
    }

    /** From the release until the last has run. */
    @Benchmark
    @OperationsPerInvocation(ALL)
    public void run(Filled requests) throws InterruptedException {
        releaseAll();
        done.await();
    }
}
