package org.backgroundtasks.internal.report;

import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;

/** Makes one interceptor of two, the second within the first. */
public record NestedInterceptors(TaskInterceptor outer, TaskInterceptor inner) implements TaskInterceptor {

    @Override
    public Interception added(AddedTask task) {
        return new Nested(outer.added(task), inner.added(task));
    }

    @Override
    public @Nullable String traceparent() {
        String known = outer.traceparent();
        return known == null ? inner.traceparent() : known;
    }

    private record Nested(Interception outer, Interception inner) implements Interception {

        @Override
        public @Nullable String withheld() {
            String reason = outer.withheld();
            return reason == null ? inner.withheld() : reason;
        }

        @Override
        public Runnable entered() {
            Runnable leaveOuter = outer.entered();
            Runnable leaveInner = inner.entered();
            return () -> {
                leaveInner.run();
                leaveOuter.run();
            };
        }

        @Override
        public void ended(TaskEvent.Type end, @Nullable Throwable cause) {
            inner.ended(end, cause);
            outer.ended(end, cause);
        }

        @Override
        public void discarded(String reason) {
            inner.discarded(reason);
            outer.discarded(reason);
        }
    }
}
