package org.backgroundtasks.executor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.spi.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The settings of an application's own executor")
class ExecutorSettingsTest {

    private static final Map<String, String> VIRTUAL = Map.of("background-tasks.executor.virtual", "true");

    private static ExecutorSettings settings(Map<String, String> values, String java) {
        return ExecutorSettings.of(
                new Configuration(key -> Optional.ofNullable(values.get(key)), values::keySet),
                Runtime.Version.parse(java));
    }

    @Test
    @DisplayName(
            "an executor that is not configured has at least eight platform threads and room for a thousand submissions")
    void defaults() {
        ExecutorSettings settings = settings(Map.of(), "17.0.1");
        assertThat(settings.threads()).isGreaterThanOrEqualTo(8);
        assertThat(settings.queue()).isEqualTo(1_000);
        assertThat(settings.virtual()).isFalse();
    }

    @Test
    @DisplayName("an executor with virtual threads has a thousand of them")
    void virtual() {
        assertThat(settings(VIRTUAL, "21.0.1")).isEqualTo(new ExecutorSettings(1_000, 1_000, true));
    }

    @Test
    @DisplayName("virtual threads on a Java that has none are refused with a message that says what to do")
    void virtualOnOldJava() {
        assertThatThrownBy(() -> settings(VIRTUAL, "17.0.1"))
                .hasMessage(
                        "Configuration background-tasks.executor.virtual is 'true', but virtual threads need Java 21 or"
                                + " later and this is Java 17.0.1. Remove the setting, or run the server on a newer Java.");
    }
}
