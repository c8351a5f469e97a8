package org.backgroundtasks.internal.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;

/** Keeps what an add-on's interceptor throws from the tasks. */
public record GuardedInterceptor(TaskInterceptor addition) implements TaskInterceptor {

    @Override
    public Interception added(AddedTask task) {
        Supplier<String> what = () -> "An add-on failed for background task " + task;
        Interception none = Absent.NONE;
        return Guarded.call(what, () -> new GuardedInterception(addition.added(task), what), none);
    }

    @Override
    public @Nullable String traceparent() {
        Optional<String> none = Optional.empty();
        return Guarded.call(
                        () -> "An add-on failed to name the trace",
                        () -> Optional.ofNullable(addition.traceparent()),
                        none)
                .orElse(null);
    }

    private record GuardedInterception(Interception interception, Supplier<String> what) implements Interception {

        @Override
        public @Nullable String withheld() {
            Optional<String> none = Optional.empty();
            return Guarded.call(what, () -> Optional.ofNullable(interception.withheld()), none)
                    .orElse(null);
        }

        @Override
        public Runnable entered() {
            Runnable leave = Guarded.call(what, interception::entered, () -> {});
            return () -> Guarded.run(what, leave);
        }

        @Override
        public void ended(TaskEvent.Type end, @Nullable Throwable cause) {
            Guarded.run(what, () -> interception.ended(end, cause));
        }

        @Override
        public void discarded(String reason) {
            Guarded.run(what, () -> interception.discarded(reason));
        }
    }

    /** Represents an add-on that failed from the start. */
    private enum Absent implements Interception {
        NONE;

        @Override
        public Runnable entered() {
            return () -> {};
        }

        @Override
        public void ended(TaskEvent.Type end, @Nullable Throwable cause) {}

        @Override
        public void discarded(String reason) {}
    }
}
