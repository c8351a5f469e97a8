package org.backgroundtasks.telemetry.internal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a span as the header of W3C Trace Context, and reads that. */
final class Traceparent implements TextMapGetter<Map<String, String>> {

    private static final String KEY = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private Traceparent() {}

    /** That of this thread's span, null if it is in none. */
    static @Nullable String current() {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.current(), headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value);
            }
        });
        return headers.get(KEY);
    }

    /** An invalid one if there is none. */
    static SpanContext read(@Nullable String header) {
        return header == null
                ? SpanContext.getInvalid()
                : Span.fromContext(W3C.extract(Context.root(), Map.of(KEY, header), new Traceparent()))
                        .getSpanContext();
    }

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
        return Set.copyOf(carrier.keySet());
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
        return carrier == null ? null : carrier.get(key);
    }
}
