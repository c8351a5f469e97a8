package org.backgroundtasks.it.conformance;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Displays a case as the numbers of its {@link Promise} and the sentence that {@link Holds}; other tests by their methods' names. */
public final class PromisedNames extends DisplayNameGenerator.Standard {

    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        Holds holds = method.getAnnotation(Holds.class);
        if (holds == null) {
            return super.generateDisplayNameForMethod(enclosing, testClass, method);
        }
        return (String.join(" ", Promises.of(testClass, method)) + ' ' + holds.value()).strip();
    }
}
