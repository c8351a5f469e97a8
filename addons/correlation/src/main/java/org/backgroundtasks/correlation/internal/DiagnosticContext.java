package org.backgroundtasks.correlation.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The diagnostic context that one logging API keeps for the current thread. The API is found, not depended on. */
final class DiagnosticContext {

    private final MethodHandle read;
    private final MethodHandle put;
    private final MethodHandle clear;

    private DiagnosticContext(Class<?> mdc, String read, Class<?> valueType) throws ReflectiveOperationException {
        Lookup lookup = MethodHandles.publicLookup();
        this.read = lookup.findStatic(mdc, read, MethodType.methodType(Map.class));
        put = mdc.getMethod("put", String.class, valueType).getReturnType() == void.class
                ? lookup.findStatic(mdc, "put", MethodType.methodType(void.class, String.class, valueType))
                : lookup.findStatic(mdc, "put", MethodType.methodType(Object.class, String.class, valueType));
        clear = lookup.findStatic(mdc, "clear", MethodType.methodType(void.class));
    }

    /** Returns those that an application sees. */
    static List<DiagnosticContext> find(ClassLoader application) {
        List<DiagnosticContext> found = new ArrayList<>();
        addIfThere(application, "org.slf4j.MDC", "getCopyOfContextMap", String.class, found);
        addIfThere(application, "org.jboss.logging.MDC", "getMap", Object.class, found);
        return List.copyOf(found);
    }

    private static void addIfThere(
            ClassLoader application, String type, String read, Class<?> valueType, List<DiagnosticContext> found) {
        try {
            found.add(new DiagnosticContext(Class.forName(type, true, application), read, valueType));
        } catch (ReflectiveOperationException | LinkageError notThere) {
            // the other one may be
        }
    }

    /** Returns a copy of what this thread has. */
    Map<String, Object> copy() {
        try {
            @Nullable Object map = read.invoke();
            Map<String, Object> copy = new HashMap<>();
            if (map instanceof Map<?, ?> present) {
                present.forEach((key, value) -> copy.put(String.valueOf(key), value));
            }
            return copy;
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    /** Gives this thread these entries, and no others. */
    void replace(Map<String, Object> entries) {
        try {
            clear.invoke();
            for (Map.Entry<String, Object> entry : entries.entrySet()) {
                put.invoke(entry.getKey(), entry.getValue());
            }
        } catch (Throwable failure) {
            throw failed(failure);
        }
    }

    private static IllegalStateException failed(Throwable failure) {
        return new IllegalStateException("The diagnostic context of the log cannot be carried", failure);
    }
}
