package org.backgroundtasks;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Represents a function that a background task runs. Method references and lambdas fit, and may throw checked exceptions.
 *
 * <p>It runs on a thread of the managed executor, in a request scope of its own, after the response is complete. What it
 * throws, an {@link Error} included, ends this task only and is reported.
 */
@FunctionalInterface
public interface Work {

    /**
     * Does the work.
     *
     * @throws Exception anything; the task is then reported as failed with this cause
     */
    void run() throws Exception;

    /**
     * Represents work with one argument, captured when the task is added.
     *
     * @param <A> the argument's type
     */
    @FunctionalInterface
    interface With1<A extends @Nullable Object> {

        /**
         * Does the work.
         *
         * @param a the argument given when the task was added
         * @throws Exception anything; the task is then reported as failed with this cause
         */
        void run(A a) throws Exception;
    }

    /**
     * Represents work with two arguments, captured when the task is added.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     */
    @FunctionalInterface
    interface With2<A extends @Nullable Object, B extends @Nullable Object> {

        /**
         * Does the work.
         *
         * @param a the first argument given when the task was added
         * @param b the second
         * @throws Exception anything; the task is then reported as failed with this cause
         */
        void run(A a, B b) throws Exception;
    }

    /**
     * Represents work with three arguments, captured when the task is added.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     */
    @FunctionalInterface
    interface With3<A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> {

        /**
         * Does the work.
         *
         * @param a the first argument given when the task was added
         * @param b the second
         * @param c the third
         * @throws Exception anything; the task is then reported as failed with this cause
         */
        void run(A a, B b, C c) throws Exception;
    }

    /**
     * Represents work with four arguments, captured when the task is added.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     */
    @FunctionalInterface
    interface With4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object> {

        /**
         * Does the work.
         *
         * @param a the first argument given when the task was added
         * @param b the second
         * @param c the third
         * @param d the fourth
         * @throws Exception anything; the task is then reported as failed with this cause
         */
        void run(A a, B b, C c, D d) throws Exception;
    }

    /** Represents work that is started and ends by itself later. The task ends when the stage does. */
    @FunctionalInterface
    interface Async {

        /**
         * Starts the work. The request scope of the task is active during this call, not in what the stage runs later on
         * other threads.
         *
         * @return the stage whose end is the task's end; one that ends exceptionally fails the task
         * @throws Exception anything; the task is then reported as failed with this cause
         */
        CompletionStage<?> start() throws Exception;
    }
}
