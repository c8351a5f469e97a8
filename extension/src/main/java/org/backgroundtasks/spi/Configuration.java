package org.backgroundtasks.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads configured values by key, and checks each as it is read. For the engine and for add-ons. */
public final class Configuration {

    private static final String APPLICATIONS_FILE = "META-INF/microprofile-config.properties";
    private static final Pattern NOT_IN_VARIABLES = Pattern.compile("[^A-Za-z0-9*]");

    private final Function<String, Optional<String>> source;
    private final Supplier<Iterable<String>> names;

    /**
     * Reads from any source.
     *
     * @param source finds the text of a key
     * @param names lists the keys that are set
     */
    public Configuration(Function<String, Optional<String>> source, Supplier<Iterable<String>> names) {
        this.source = source;
        this.names = names;
    }

    /**
     * Reads from MicroProfile Config where the server has it, else from system properties, the environment and the
     * application's own file of MicroProfile Config, in this order.
     *
     * @return the configuration of the application that this thread serves
     */
    public static Configuration read() {
        try {
            return MicroProfile.configuration();
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            return plain(Thread.currentThread().getContextClassLoader());
        }
    }

    /** Reads what MicroProfile Config would read first, for a server that has none of it. */
    static Configuration plain(@Nullable ClassLoader application) {
        Properties file = applicationsFile(application);
        return new Configuration(key -> fromSystem(key).or(() -> Optional.ofNullable(file.getProperty(key))), () -> {
            Set<String> names = systemNames();
            names.addAll(file.stringPropertyNames());
            return names;
        });
    }

    private static Properties applicationsFile(@Nullable ClassLoader application) {
        Properties file = new Properties();
        try (InputStream in = application == null ? null : application.getResourceAsStream(APPLICATIONS_FILE)) {
            if (in != null) {
                file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "The configuration in " + APPLICATIONS_FILE + " cannot be read.", unreadable);
        }
        return file;
    }

    /**
     * Returns the keys that are set, begin so, and are not known: misspelt ones. Variables of the environment count too.
     *
     * @param prefix the beginning
     * @param known the keys there are; one that ends with {@code *} represents all that begin so
     * @return what is set, in order
     */
    public SortedSet<String> unknownKeys(String prefix, Set<String> known) {
        Set<String> all = new HashSet<>(known);
        known.forEach(key -> all.add(asVariable(key)));
        SortedSet<String> unknown = new TreeSet<>();
        for (String name : names.get()) {
            boolean ours = name.startsWith(prefix) || name.startsWith(asVariable(prefix));
            if (ours && !all.contains(name) && all.stream().noneMatch(key -> standsFor(key, name))) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    private static boolean standsFor(String pattern, String name) {
        return pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    private static String asVariable(String key) {
        return NOT_IN_VARIABLES.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /**
     * Returns a text.
     *
     * @param key the key
     * @return null if none is set; blanks around it do not count
     */
    public @Nullable String text(String key) {
        return value(key).orElse(null);
    }

    /**
     * Returns a whole number above zero.
     *
     * @param key the key
     * @param unlessSet the default
     * @return the number
     * @throws IllegalArgumentException if something else is set
     */
    public int positive(String key, int unlessSet) {
        return value(key).map(value -> positive(key, value)).orElse(unlessSet);
    }

    /**
     * Returns a whole number, zero allowed.
     *
     * @param key the key
     * @return null if none is set
     * @throws IllegalArgumentException if something else is set
     */
    public @Nullable Integer count(String key) {
        return value(key)
                .map(value -> value.equals("0") ? 0 : positive(key, value))
                .orElse(null);
    }

    /**
     * Returns a duration, zero allowed.
     *
     * @param key the key
     * @param unlessSet the default
     * @return the duration
     * @throws IllegalArgumentException if something else is set
     */
    public Duration duration(String key, Duration unlessSet) {
        return value(key).map(value -> duration(key, value)).orElse(unlessSet);
    }

    /**
     * Returns true or false.
     *
     * @param key the key
     * @param unlessSet the default
     * @return what is set
     * @throws IllegalArgumentException if something else is set
     */
    public boolean flag(String key, boolean unlessSet) {
        return value(key).map(value -> flag(key, value)).orElse(unlessSet);
    }

    private Optional<String> value(String key) {
        return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Optional<String> fromSystem(String key) {
        String value = System.getProperty(key);
        return Optional.ofNullable(value != null ? value : System.getenv(asVariable(key)));
    }

    private static Set<String> systemNames() {
        Set<String> names = new HashSet<>(System.getProperties().stringPropertyNames());
        names.addAll(System.getenv().keySet());
        return names;
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
                "Configuration " + key + " is '" + value + "', but must be " + expected + '.', cause);
    }

    /** The only class that touches MicroProfile Config, which may be absent. */
    private static final class MicroProfile {

        static Configuration configuration() {
            org.eclipse.microprofile.config.Config config = org.eclipse.microprofile.config.ConfigProvider.getConfig();
            return new Configuration(key -> config.getOptionalValue(key, String.class), config::getPropertyNames);
        }
    }
}
