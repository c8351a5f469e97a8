package org.backgroundtasks.telemetry.internal;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** The span of one task: in a trace of its own, since the request's has ended by then, and linked to it, on whatever node that was. */
final class TracedTask implements Interception {

    private final AddedTask task;
    private final Instruments instruments;
    private final SpanContext request;
    private final Baggage baggage = Baggage.current();
    private final long addedAt = System.nanoTime();

    // of the thread that runs; what ends a task comes after, in a happens-before order
    private long startedAt;
    private @Nullable Span span;

    TracedTask(AddedTask task, Instruments instruments) {
        this.task = task;
        this.instruments = instruments;
        Delivery delivery = task.delivery();
        request = delivery == null ? Span.current().getSpanContext() : Traceparent.read(delivery.traceparent());
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    public Runnable entered() {
        startedAt = System.nanoTime();
        instruments.started(startedAt - addedAt);
        Context carried = Context.root().with(baggage);
        SpanBuilder builder = instruments
                .tracer()
                .spanBuilder(task.name())
                .setParent(carried)
                .setAttribute(Instruments.TASK_ID, task.id());
        if (request.isValid()) {
            builder.addLink(request);
        }
        Span started = builder.startSpan();
        span = started;
        return carried.with(started).makeCurrent()::close;
    }

    @Override
    public void ended(TaskEvent.Type turn, @Nullable Throwable cause) {
        Attributes outcome = Instruments.outcome(turn, cause);
        Span started = span;
        if (started == null) {
            instruments.notRun(outcome);
            return;
        }
        instruments.ended(System.nanoTime() - startedAt, outcome);
        started.setAllAttributes(outcome);
        if (cause != null) {
            started.setStatus(StatusCode.ERROR);
            record(cause, started);
        }
        started.end();
    }

    private static void record(Throwable cause, Span in) {
        try {
            in.recordException(cause);
        } catch (RuntimeException causeCannotBePrinted) {
            in.addEvent(
                    "exception",
                    Attributes.of(Instruments.EXCEPTION_TYPE, cause.getClass().getName()));
        }
    }

    @Override
    public void discarded(String reason) {
        instruments.notRun(Instruments.outcome(TaskEvent.Type.DISCARDED, null));
    }
}
