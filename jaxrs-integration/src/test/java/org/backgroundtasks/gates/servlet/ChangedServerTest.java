package org.backgroundtasks.gates.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("G-13 A server whose inside has changed")
class ChangedServerTest {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private static final class Warnings extends Handler {

        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().equals(Level.WARNING)) {
                messages.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Gate extends AbstractServletGate {

        private final boolean linkage;

        Gate(CurrentServletRequest current, boolean linkage) {
            super("made", Guarantee.STRICT, current);
            this.linkage = linkage;
        }

        @Override
        protected boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException {
            if (linkage) {
                throw new NoSuchMethodError("gone");
            }
            throw new NoSuchFieldException("gone");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("C-10 costs its requests nothing but the gate, and one warning that names its version")
    void warnsOnce(boolean linkage) {
        ServletContext application =
                CurrentServletRequestTest.stub(ServletContext.class, Map.of("getServerInfo", "Server/99"));
        HttpServletRequest request = CurrentServletRequestTest.stub(
                HttpServletRequest.class, Map.of("getMethod", "GET", "getServletContext", application));
        Gate gate = new Gate(
                requireNonNull(CurrentServletRequest.of(CurrentServletRequestTest.beansThatLend(request))), linkage);
        RequestTasks tasks = CurrentServletRequestTest.stub(RequestTasks.class, Map.of());
        Warnings warnings = new Warnings();
        LOGGER.addHandler(warnings);
        try {
            assertThat(gate.tasks(() -> tasks) == null).isTrue();
            assertThat(gate.tasks(() -> tasks) == null).isTrue();
        } finally {
            LOGGER.removeHandler(warnings);
        }
        assertThat(warnings.messages).hasSize(1);
        assertThat(warnings.messages.get(0)).contains("'made'", "Server/99");
    }
}
