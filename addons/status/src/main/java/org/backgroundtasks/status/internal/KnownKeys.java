package org.backgroundtasks.status.internal;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Refuses configuration keys of this module that do not exist: a mistyped one would let in whom it was to keep out. */
final class KnownKeys {

    private static final String PREFIX = "background-tasks.status.";
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9]");

    private KnownKeys() {}

    /**
     * Checks the keys of the application's configuration.
     *
     * @throws IllegalArgumentException naming a key that does not exist
     */
    static void check(Set<String> known) {
        Set<String> names;
        try {
            names = MicroProfile.names();
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            names = new HashSet<>(System.getProperties().stringPropertyNames());
            names.addAll(System.getenv().keySet());
        }
        check(known, names);
    }

    static void check(Set<String> known, Iterable<String> names) {
        Set<String> asVariables = new HashSet<>();
        known.forEach(key -> asVariables.add(asVariable(key)));
        for (String name : names) {
            boolean unknown = name.toLowerCase(Locale.ROOT).startsWith(PREFIX)
                    ? !known.contains(name)
                    : name.startsWith(asVariable(PREFIX)) && !asVariables.contains(name);
            if (unknown) {
                throw new IllegalArgumentException("There is no configuration key " + name
                        + ". Correct or remove it; the keys of background-tasks-status are "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private static String asVariable(String key) {
        return NO_LETTER.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /** The only class that touches MicroProfile Config, which may be absent. */
    private static final class MicroProfile {

        static Set<String> names() {
            Set<String> names = new HashSet<>();
            org.eclipse.microprofile.config.ConfigProvider.getConfig()
                    .getPropertyNames()
                    .forEach(names::add);
            return names;
        }
    }
}
