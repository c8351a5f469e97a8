package org.backgroundtasks.internal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The configuration of one application, read once. */
record Settings(
        @Nullable String executor,
        int maxPerRequest,
        int maxPending,
        Duration drainTimeout,
        boolean stopAtFailure,
        @Nullable String gate) {

    static final String EXECUTOR = "background-tasks.executor";
    static final String MAX_PER_REQUEST = "background-tasks.max-per-request";
    static final String MAX_PENDING = "background-tasks.max-pending";
    static final String DRAIN_TIMEOUT = "background-tasks.drain-timeout";
    static final String STOP_AT_FAILURE = "background-tasks.stop-at-failure";
    static final String GATE = "background-tasks.gate";

    /** From MicroProfile Config where the server has it, else from system properties and the environment. */
    static Settings read() {
        try {
            return of(MicroProfile.lookup());
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            return of(Settings::fromSystem);
        }
    }

    static Settings of(Function<String, Optional<String>> source) {
        Function<String, Optional<String>> values =
                key -> source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
        return new Settings(
                values.apply(EXECUTOR).orElse(null),
                values.apply(MAX_PER_REQUEST)
                        .map(value -> positive(MAX_PER_REQUEST, value))
                        .orElse(10_000),
                values.apply(MAX_PENDING)
                        .map(value -> positive(MAX_PENDING, value))
                        .orElse(100_000),
                values.apply(DRAIN_TIMEOUT)
                        .map(value -> duration(DRAIN_TIMEOUT, value))
                        .orElse(Duration.ofSeconds(30)),
                values.apply(STOP_AT_FAILURE)
                        .map(value -> flag(STOP_AT_FAILURE, value))
                        .orElse(false),
                values.apply(GATE).orElse(null));
    }

    private static Optional<String> fromSystem(String key) {
        String value = System.getProperty(key);
        return Optional.ofNullable(
                value != null
                        ? value
                        : System.getenv(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)));
    }

    private static int positive(String key, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(key, value, "a whole number above zero, such as 10000", notANumber);
        }
        throw invalid(key, value, "a whole number above zero, such as 10000", null);
    }

    private static Duration duration(String key, String value) {
        try {
            Duration duration = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.parse(value.toUpperCase(Locale.ROOT).startsWith("P") ? value : "PT" + value);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException | NumberFormatException notADuration) {
            throw invalid(key, value, "a duration such as 30s, 2m or PT1M30S, zero included", notADuration);
        }
        throw invalid(key, value, "a duration such as 30s, 2m or PT1M30S, zero included", null);
    }

    private static boolean flag(String key, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, value, "true or false", null);
        };
    }

    private static IllegalArgumentException invalid(
            String key, String value, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "Configuration " + key + " is '" + value + "', but must be " + expected, cause);
    }

    /** The only class that touches MicroProfile Config, which may be absent. */
    private static final class MicroProfile {

        static Function<String, Optional<String>> lookup() {
            org.eclipse.microprofile.config.Config config = org.eclipse.microprofile.config.ConfigProvider.getConfig();
            return key -> config.getOptionalValue(key, String.class);
        }
    }
}
