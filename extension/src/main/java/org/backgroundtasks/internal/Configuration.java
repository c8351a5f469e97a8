package org.backgroundtasks.internal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Configured values by key, each checked as it is read; for the engine and for modules. */
public final class Configuration {

    private final Function<String, Optional<String>> source;

    /** From a source of texts. */
    public Configuration(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** From MicroProfile Config where the server has it, else from system properties and the environment. */
    public static Configuration read() {
        try {
            return new Configuration(MicroProfile.lookup());
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            return new Configuration(Configuration::fromSystem);
        }
    }

    /** Null if there is none; blanks around it do not count. */
    public @Nullable String text(String key) {
        return value(key).orElse(null);
    }

    /** A whole number above zero. */
    public int positive(String key, int unlessSet) {
        return value(key).map(value -> positive(key, value)).orElse(unlessSet);
    }

    /** A whole number, zero allowed; null if there is none. */
    public @Nullable Integer count(String key) {
        return value(key)
                .map(value -> value.equals("0") ? 0 : positive(key, value))
                .orElse(null);
    }

    /** A duration, zero allowed. */
    public Duration duration(String key, Duration unlessSet) {
        return value(key).map(value -> duration(key, value)).orElse(unlessSet);
    }

    /** True or false. */
    public boolean flag(String key, boolean unlessSet) {
        return value(key).map(value -> flag(key, value)).orElse(unlessSet);
    }

    private Optional<String> value(String key) {
        return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
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
