package org.backgroundtasks.benchmarks;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A request that adds no task: the library's response filter looks for a ledger, and finds none. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class UnusedBenchmark {

    private Running running;
    private ContainerResponseFilter filter;
    private ContainerRequest request;
    private ContainerResponseContext response;

    @Setup
    public void start() {
        running = Running.with(List.of());
        filter = running.responseFilter();
        request = request();
        response =
                new ContainerResponse(request, jakarta.ws.rs.core.Response.ok().build());
    }

    /** One that no resource has seen. */
    static ContainerRequest request() {
        URI base = URI.create("http://localhost/");
        return new ContainerRequest(base, base.resolve("x"), "GET", null, new MapPropertiesDelegate(), null);
    }

    @TearDown
    public void stop() {
        running.close();
    }

    @Benchmark
    public void filter() throws IOException {
        filter.filter(request, response);
    }
}
