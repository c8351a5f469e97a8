package org.backgroundtasks.durable.internal.envelope;

import jakarta.json.bind.annotation.JsonbTransient;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a payload with what its JSON is read back as, and finds the first property that differs: one that JSON-B does not write, or
 * does not read. What a class calls equal is so. Other classes of the application are compared by their fields, but those that Java or
 * JSON-B call transient.
 */
final class RoundTrip {

    private final IdentityHashMap<Object, Boolean> visited = new IdentityHashMap<>();

    private RoundTrip() {}

    /** The path of the first property that does not survive, empty if that is the payload itself; null if all do. */
    static @Nullable String lost(Object payload, @Nullable Object readBack) {
        return new RoundTrip().difference("", payload, readBack);
    }

    private @Nullable String difference(String path, @Nullable Object before, @Nullable Object after) {
        if (before == null || before == after) {
            // an absent value may be read as the default that its class gives it
            return null;
        }
        if (after == null) {
            return isEmptyOptional(before) ? null : path;
        }
        if (before.equals(after) || visited.put(before, true) != null) {
            return null;
        }
        if (before instanceof Number number && after instanceof Number other) {
            return sameNumber(number, other) ? null : path;
        }
        if (before.getClass().isArray()) {
            return after.getClass().isArray() ? elements(path, elements(before), elements(after)) : path;
        }
        if (before instanceof Map<?, ?> map) {
            return after instanceof Map<?, ?> other ? entries(path, map, other) : path;
        }
        if (before instanceof Set<?> set) {
            return after instanceof Collection<?> other && other.size() == set.size() && !comparable(set) ? null : path;
        }
        if (before instanceof Collection<?> collection) {
            return after instanceof Collection<?> other
                    ? elements(path, new ArrayList<>(collection), new ArrayList<>(other))
                    : path;
        }
        if (isOfPlatform(before.getClass())) {
            return before.getClass() == after.getClass() && before.toString().equals(after.toString()) ? null : path;
        }
        return fields(path, before, after);
    }

    private static boolean isEmptyOptional(Object before) {
        return before.equals(java.util.Optional.empty());
    }

    private static boolean sameNumber(Number before, Number after) {
        try {
            return new BigDecimal(before.toString()).compareTo(new BigDecimal(after.toString())) == 0;
        } catch (NumberFormatException noNumber) {
            return before.toString().equals(after.toString());
        }
    }

    /** Whether a set of these can be told from another by equals. */
    private static boolean comparable(Set<?> set) {
        return set.stream().allMatch(element -> element == null || isOfPlatform(element.getClass()));
    }

    private static List<@Nullable Object> elements(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private @Nullable String elements(String path, List<?> before, List<?> after) {
        if (before.size() != after.size()) {
            return path;
        }
        Iterator<?> others = after.iterator();
        int index = 0;
        for (Object element : before) {
            String lost = difference(path + '[' + index++ + ']', element, others.next());
            if (lost != null) {
                return lost;
            }
        }
        return null;
    }

    private @Nullable String entries(String path, Map<?, ?> before, Map<?, ?> after) {
        for (Map.Entry<?, ?> entry : before.entrySet()) {
            String lost = difference(
                    path.isEmpty() ? String.valueOf(entry.getKey()) : path + '.' + entry.getKey(),
                    entry.getValue(),
                    after.get(entry.getKey()));
            if (lost != null) {
                return lost;
            }
        }
        return null;
    }

    private @Nullable String fields(String path, Object before, Object after) {
        for (Class<?> type = before.getClass(); type != null && !isOfPlatform(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (isProperty(field)) {
                    String inside = path.isEmpty() ? field.getName() : path + '.' + field.getName();
                    String lost = field(inside, field, before, after);
                    if (lost != null) {
                        return lost;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable String field(String path, Field field, Object before, Object after) {
        try {
            field.setAccessible(true);
            Object value = field.get(before);
            return difference(path, value, field.getDeclaringClass().isInstance(after) ? field.get(after) : null);
        } catch (InaccessibleObjectException | IllegalAccessException hidden) {
            // what nobody may see cannot be compared
            return null;
        }
    }

    private static boolean isProperty(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.isSynthetic()
                // what tools that enhance classes put there
                && field.getName().indexOf('$') < 0
                && !field.isAnnotationPresent(JsonbTransient.class)
                && !isTransientByAccessor(field);
    }

    private static boolean isTransientByAccessor(Field field) {
        String name = field.getName();
        String capital = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
        Set<String> accessors = Set.of("get" + capital, "is" + capital, "set" + capital);
        for (Method method : field.getDeclaringClass().getDeclaredMethods()) {
            if (accessors.contains(method.getName()) && method.isAnnotationPresent(JsonbTransient.class)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfPlatform(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || type.getName().startsWith("java.")
                || type.getName().startsWith("javax.")
                || type.getName().startsWith("jakarta.");
    }
}
