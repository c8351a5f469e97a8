package org.backgroundtasks.internal.task;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.Work;
import org.backgroundtasks.spi.StorableWork;
import org.jspecify.annotations.Nullable;

/** Binds a function to its arguments. No lambda, so that the function's own class can be named. */
public interface BoundWork extends Work {

    Object function();

    List<? extends @Nullable Object> arguments();

    static <T> T required(@Nullable T work) {
        return Objects.requireNonNull(
                work, "A background task needs work to do. Pass a function, as in tasks.add(mailer::send, email).");
    }

    /** Returns the function of what a task does. */
    static Object functionOf(Object work) {
        return work instanceof BoundWork bound ? bound.function() : work;
    }

    /** Returns what it is called with. */
    static List<? extends @Nullable Object> argumentsOf(Object work) {
        if (work instanceof StorableWork storable) {
            return List.of(storable.payload());
        }
        return work instanceof BoundWork bound ? bound.arguments() : List.of();
    }

    /** Returns the name of a task that was given none. */
    static String nameOf(Object work) {
        return work instanceof StorableWork storable ? storable.name() : writtenIn(functionOf(work));
    }

    /** Returns the id of a task that was given none. */
    static String idOf(Object work, long number) {
        return work instanceof StorableWork storable ? storable.id() : Long.toString(number);
    }

    /** Returns the class that a function was written in. */
    static String writtenIn(Object function) {
        String written = function.getClass().getName();
        int lambda = written.indexOf("$$Lambda");
        return lambda < 0 ? written : written.substring(0, lambda);
    }

    /** Binds a function of any arity; one without arguments, or one that starts a stage, stays as it is. */
    @SuppressWarnings("unchecked") // the API's own methods put functions and arguments together
    static Object of(Object function, List<? extends @Nullable Object> arguments) {
        if (function instanceof With1<?> one) {
            return new Bound1<>((With1<@Nullable Object>) one, arguments.get(0));
        }
        if (function instanceof With2<?, ?> two) {
            return new Bound2<>((With2<@Nullable Object, @Nullable Object>) two, arguments.get(0), arguments.get(1));
        }
        if (function instanceof With3<?, ?, ?> three) {
            return new Bound3<>(
                    (With3<@Nullable Object, @Nullable Object, @Nullable Object>) three,
                    arguments.get(0),
                    arguments.get(1),
                    arguments.get(2));
        }
        if (function instanceof With4<?, ?, ?, ?> four) {
            return new Bound4<>(
                    (With4<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>) four,
                    arguments.get(0),
                    arguments.get(1),
                    arguments.get(2),
                    arguments.get(3));
        }
        return function;
    }

    /** Binds one argument. */
    record Bound1<A extends @Nullable Object>(With1<A> function, A a) implements BoundWork {
        @Override
        public void run() throws Exception {
            function.run(a);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a);
        }
    }

    /** Binds two arguments. */
    record Bound2<A extends @Nullable Object, B extends @Nullable Object>(With2<A, B> function, A a, B b)
            implements BoundWork {
        @Override
        public void run() throws Exception {
            function.run(a, b);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b);
        }
    }

    /** Binds three arguments. */
    record Bound3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
            With3<A, B, C> function, A a, B b, C c) implements BoundWork {
        @Override
        public void run() throws Exception {
            function.run(a, b, c);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b, c);
        }
    }

    /** Binds four arguments. */
    record Bound4<
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>(
            With4<A, B, C, D> function, A a, B b, C c, D d) implements BoundWork {
        @Override
        public void run() throws Exception {
            function.run(a, b, c, d);
        }

        @Override
        public List<? extends @Nullable Object> arguments() {
            return Arrays.asList(a, b, c, d);
        }
    }
}
