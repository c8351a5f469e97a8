package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stack trace on the dashboard")
class ShortStackTraceTest {

    private static final StackTraceElement FRAME =
            new StackTraceElement("org.example.Filter", "doFilter", "Filter.java", 7);

    private static <T extends Throwable> T deep(T failure, int frames) {
        StackTraceElement[] stack = new StackTraceElement[frames];
        Arrays.fill(stack, FRAME);
        failure.setStackTrace(stack);
        return failure;
    }

    @Test
    @DisplayName("C-44 names the cause of a failure however deep the stack is")
    void cause() {
        IOException cause = deep(new IOException("full"), 0);
        assertThat(ShortStackTrace.of(deep(new IllegalStateException("no disk", cause), 1_000)))
                .startsWith(
                        "java.lang.IllegalStateException: no disk\n\tat org.example.Filter.doFilter(Filter.java:7)\n")
                .contains("\n\t...\nCaused by: java.io.IOException: full");
    }

    @Test
    @DisplayName("C-44 is whole where the stack is shallow")
    void shallow() {
        assertThat(ShortStackTrace.of(deep(new IllegalStateException("no disk"), 2)))
                .isEqualTo("java.lang.IllegalStateException: no disk" + ("\n\tat " + FRAME).repeat(2));
    }

    @Test
    @DisplayName("C-44 is the name of the exception where that cannot be printed")
    void unprintable() {
        assertThat(ShortStackTrace.of(new Unprintable())).isEqualTo(Unprintable.class.getName());
    }

    private static final class Unprintable extends IllegalStateException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException();
        }
    }
}
