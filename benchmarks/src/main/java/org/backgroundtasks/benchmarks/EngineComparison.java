package org.backgroundtasks.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Two copies of the engine before it was redrawn, whose difference is that of the machine, and the engine of this build. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class EngineComparison {

    /** Which engine: a and b are the same. */
    public enum Version {
        OLD_A,
        OLD_B,
        NEW
    }

    @Param
    Version version = Version.NEW;

    private EngineLoader loader;
    private ComparedEngine engine;

    @Setup
    public void start() throws Exception {
        boolean isNew = version == Version.NEW;
        loader = EngineLoader.of(Path.of(isNew ? "" : System.getProperty("old.engine")));
        inContext();
        engine = loader.start(
                isNew ? "org.backgroundtasks.benchmarks.NewEngine" : "org.backgroundtasks.benchmarks.OldEngine");
    }

    /** What a task captures when it is added. */
    @Setup(Level.Iteration)
    public void inContext() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    @TearDown
    public void stop() {
        engine.close();
    }

    @Benchmark
    public void oneTask() throws InterruptedException {
        engine.inOneRequest(1);
    }

    @Benchmark
    public void thousandTasks() throws InterruptedException {
        engine.inOneRequest(1_000);
    }

    @Benchmark
    public void hundredRequests() throws InterruptedException {
        engine.inRequestsOfTheirOwn(100);
    }
}
