package org.backgroundtasks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.backgroundtasks.internal.engine.LogEntries;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Code of others that the engine calls")
class ForeignCodeTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final LogEntries log = new LogEntries(Level.WARNING);

    @AfterEach
    void close() {
        log.close();
        // for whatever runs on this thread next
        Thread.interrupted();
    }

    /** Is in a trace, or in none. */
    private record Tracing(@Nullable String traceparent) implements TaskInterceptor {

        @Override
        public Interception added(AddedTask task) {
            throw new IllegalStateException("not asked for");
        }
    }

    /** Fails when it is asked for its trace. */
    private static final class Failing implements TaskInterceptor {

        @Override
        public Interception added(AddedTask task) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public String traceparent() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    @DisplayName("C-43 of two add-ons that know traces the first names that of a stored task, and otherwise the second")
    void trace() {
        String other = TRACE.replace("-01", "-00");
        assertThat(new NestedInterceptors(new Tracing(TRACE), new Tracing(other)).traceparent())
                .isEqualTo(TRACE);
        assertThat(new NestedInterceptors(new Tracing(null), new Tracing(other)).traceparent())
                .isEqualTo(other);
        assertThat(new NestedInterceptors(new Tracing(null), new Tracing(null)).traceparent())
                .isNull();
    }

    @Test
    @DisplayName("C-34 an add-on that fails to name the trace is logged, and the next one is asked")
    void failingTrace() {
        TaskInterceptor failing = new GuardedInterceptor(new Failing());
        TaskInterceptor knowing = new GuardedInterceptor(new Tracing(TRACE));
        assertThat(new NestedInterceptors(failing, knowing).traceparent()).isEqualTo(TRACE);
        assertThat(log.messages())
                .containsExactly(
                        "WARNING An add-on failed to name the trace by java.lang.IllegalStateException: on purpose");
    }

    @Test
    @DisplayName(
            "C-34 code that is called on an interrupted thread does not see the interrupt, which is there again afterwards")
    void interruptedBefore() {
        Thread.currentThread().interrupt();
        boolean seen =
                Guarded.call(() -> "not said", () -> Thread.currentThread().isInterrupted(), true);
        assertThat(seen).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    @DisplayName("C-34 an interrupt that comes while code of others runs stays, since it may be meant for the task")
    void interruptedMeanwhile() {
        Guarded.run(() -> "not said", () -> Thread.currentThread().interrupt());
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(log.messages()).isEmpty();
    }
}
