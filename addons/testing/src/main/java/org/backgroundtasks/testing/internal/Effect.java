package org.backgroundtasks.testing.internal;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what a test has read, so that it does not change with the application. */
public final class Effect {

    private Effect() {}

    /**
     * A copy that compares by value.
     *
     * @throws IllegalArgumentException if there is something in it that does not
     */
    public static @Nullable Object copyOf(@Nullable Object seen) {
        if (seen == null) {
            return null;
        }
        if (seen instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(copyOf(key), copyOf(value)));
            return copy;
        }
        if (seen instanceof Set<?> set) {
            return copied(set, new LinkedHashSet<>());
        }
        if (seen instanceof Collection<?> collection) {
            return copied(collection, new ArrayList<>());
        }
        if (seen.getClass().isArray()) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (int i = 0; i < Array.getLength(seen); i++) {
                copy.add(copyOf(Array.get(seen, i)));
            }
            return copy;
        }
        if (!comparesByValue(seen.getClass())) {
            throw new IllegalArgumentException(
                    "The effect cannot be compared, since " + seen.getClass().getName()
                            + " has no equals of its own: read numbers, texts, records, or collections, maps and arrays of those");
        }
        return seen;
    }

    private static <C extends Collection<@Nullable Object>> C copied(Collection<?> elements, C copy) {
        elements.forEach(element -> copy.add(copyOf(element)));
        return copy;
    }

    private static boolean comparesByValue(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
