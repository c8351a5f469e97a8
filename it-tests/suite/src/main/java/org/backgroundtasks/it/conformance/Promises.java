package org.backgroundtasks.it.conformance;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@link Promise}. */
final class Promises {

    private Promises() {}

    /** The numbers of a case: those of its class and its own. */
    static Set<String> of(Class<?> testClass, Method method) {
        List<String> numbers = new ArrayList<>(of(testClass));
        numbers.addAll(of(method));
        return new LinkedHashSet<>(numbers);
    }

    private static List<String> of(AnnotatedElement element) {
        Promise promise = element.getAnnotation(Promise.class);
        return promise == null ? Collections.emptyList() : List.of(promise.value());
    }
}
