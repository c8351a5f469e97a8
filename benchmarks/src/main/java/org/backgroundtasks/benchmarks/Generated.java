package org.backgroundtasks.benchmarks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.backgroundtasks.TaskEvent;

/** As many classes as it takes: subclasses of the two here, which inherit all but the scope. */
final class Generated {

    private static final List<Class<?>> OBSERVERS = new ArrayList<>();
    private static final List<Class<?>> BEANS = new ArrayList<>();

    private Generated() {}

    static List<Class<?>> observers(int number) {
        return subclasses(Observer.class, OBSERVERS, number);
    }

    static List<Class<?>> beans(int number) {
        return subclasses(Plain.class, BEANS, number);
    }

    private static List<Class<?>> subclasses(Class<?> type, List<Class<?>> made, int number) {
        while (made.size() < number) {
            try (DynamicType.Unloaded<?> next = new ByteBuddy()
                    .subclass(type)
                    .name(type.getName() + made.size())
                    .annotateType(AnnotationDescription.Builder.ofType(ApplicationScoped.class)
                            .build())
                    .make()) {
                made.add(next.load(
                                Generated.class.getClassLoader(),
                                ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                        .getLoaded());
            }
        }
        return made.subList(0, number);
    }

    /** What observes every turn of every task. */
    public static class Observer {
        void note(@Observes TaskEvent event) {}
    }

    /** A bean like any other: has something injected, and a method. */
    public static class Plain {
        @Inject
        BeanManager beans;

        /** What such a bean might do. */
        public String greet(String name) {
            return "Hello, " + name;
        }
    }
}
