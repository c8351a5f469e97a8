package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.spi.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Configuration")
class SettingsTest {

    private static Settings of(Map<String, String> values) {
        return Settings.of(new Configuration(key -> Optional.ofNullable(values.get(key)), values::keySet));
    }

    @Test
    @DisplayName(
            "nothing configured means the default executor, 10000 tasks a request, 100000 waiting, 30 seconds to drain")
    void hasDefaults() {
        assertThat(of(Map.of())).isEqualTo(new Settings(null, 10_000, 100_000, Duration.ofSeconds(30), false, null));
        assertThat(of(Map.of(Settings.EXECUTOR, "  "))).isEqualTo(of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"10,PT10S", "10s,PT10S", "2m,PT2M", "PT1M30S,PT1M30S", "p1d,PT24H", "0,PT0S"})
    @DisplayName("a duration is a number of seconds, or written as 30s, 2m, PT1M30S")
    void readsDurations(String written, Duration meant) {
        assertThat(of(Map.of(Settings.DRAIN_TIMEOUT, written)).drainTimeout()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "background-tasks.max-per-request,0",
        "background-tasks.max-per-request,-1",
        "background-tasks.max-per-request,many",
        "background-tasks.max-pending,0",
        "background-tasks.drain-timeout,soon",
        "background-tasks.drain-timeout,-1s",
        "background-tasks.drain-timeout,99999999999999999999",
        "background-tasks.stop-at-failure,yes",
    })
    @DisplayName("a value that makes no sense is refused with its key, what it is and what it should be")
    void refusesNonsense(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of(key, value)))
                .withMessageContaining(key)
                .withMessageContaining("'" + value + "'")
                .withMessageContaining("must be");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "' false ',false"})
    @DisplayName("a flag is true or false")
    void readsFlags(String written, boolean meant) {
        assertThat(of(Map.of(Settings.STOP_AT_FAILURE, written)).stopAtFailure())
                .isEqualTo(meant);
        assertThat(new Configuration(key -> Optional.of(written), List::of).flag("key", !meant))
                .isEqualTo(meant);
    }

    @Test
    @DisplayName("a count may be zero, and may be left out")
    void readsCounts() {
        assertThat(new Configuration(key -> Optional.of("0"), List::of).count("key"))
                .isZero();
        assertThat(new Configuration(key -> Optional.of("7"), List::of).count("key"))
                .isEqualTo(7);
        assertThat(new Configuration(key -> Optional.empty(), List::of).count("key"))
                .isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Configuration(key -> Optional.of("-7"), List::of).count("key"))
                .withMessageContaining("'-7'");
    }
}
