package org.backgroundtasks.telemetry.internal;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskEvent;
import org.jspecify.annotations.Nullable;

/** What tasks are measured with. Names and units follow the semantic conventions, which have none for tasks. */
final class Instruments implements AutoCloseable {

    static final AttributeKey<String> TASK_ID = AttributeKey.stringKey("background_tasks.task.id");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("background_tasks.outcome");
    static final AttributeKey<String> STATE = AttributeKey.stringKey("background_tasks.state");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

    private static final String SCOPE = "org.backgroundtasks";
    /** Those of the conventions for HTTP, and some for what takes longer. */
    private static final List<Double> SECONDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0, 60.0, 300.0);

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Tracer tracer;
    private final LongCounter tasks;
    private final DoubleHistogram waited;
    private final DoubleHistogram ran;
    private final ObservableLongUpDownCounter count;

    Instruments(OpenTelemetry telemetry, BackgroundTasksMonitor monitor) {
        tracer = telemetry.getTracer(SCOPE);
        Meter meter = telemetry.getMeter(SCOPE);
        tasks = meter.counterBuilder("background_tasks.tasks")
                .setUnit("{task}")
                .setDescription("Background tasks that have ended, or will not run")
                .build();
        waited = histogram(meter, "background_tasks.wait.duration", "Time from a task's add to its start");
        ran = histogram(meter, "background_tasks.run.duration", "Time from a task's start to its end");
        Attributes waiting = Attributes.of(STATE, "waiting");
        Attributes running = Attributes.of(STATE, "running");
        count = meter.upDownCounterBuilder("background_tasks.count")
                .setUnit("{task}")
                .setDescription("Background tasks that are waiting or running now")
                .buildWithCallback(measurement -> {
                    measurement.record(monitor.waiting(), waiting);
                    measurement.record(monitor.running(), running);
                });
    }

    private static DoubleHistogram histogram(Meter meter, String name, String description) {
        DoubleHistogramBuilder builder =
                meter.histogramBuilder(name).setUnit("s").setDescription(description);
        try {
            builder.setExplicitBucketBoundariesAdvice(SECONDS);
        } catch (NoSuchMethodError olderApi) {
            // before 1.32, as in Payara 6: the boundaries are then those of the SDK
        }
        return builder.build();
    }

    Tracer tracer() {
        return tracer;
    }

    void started(long nanosWaited) {
        waited.record(nanosWaited / NANOS);
    }

    void ended(long nanosRan, Attributes outcome) {
        ran.record(nanosRan / NANOS, outcome);
        tasks.add(1, outcome);
    }

    void notRun(Attributes outcome) {
        tasks.add(1, outcome);
    }

    static Attributes outcome(TaskEvent.Type turn, @Nullable Throwable cause) {
        AttributesBuilder attributes =
                Attributes.builder().put(OUTCOME, turn.name().toLowerCase(Locale.ROOT));
        if (cause != null) {
            attributes.put(ERROR_TYPE, cause.getClass().getName());
        }
        return attributes.build();
    }

    @Override
    public void close() {
        count.close();
    }
}
