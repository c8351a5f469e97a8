package org.backgroundtasks;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one background task: what {@link BackgroundTasks#add(Work) add} returns.
 *
 * <p>Code without an injected {@link BackgroundTasks} creates a task with {@link #of(Work) of} and attaches it to the response it
 * returns, under the header {@link #HEADER}:
 *
 * <pre>{@code
 * return Response.ok(entity)
 *         .header(BackgroundTask.HEADER, BackgroundTask.of(mailer::send, email))
 *         .build();
 * }</pre>
 *
 * <p>Thread-safe. Applications do not implement this interface.
 */
public interface BackgroundTask {

    /**
     * Names the response header that attaches a task. The library removes the header before the response is written, so no client
     * sees it. Attached tasks run after the injected ones. The library leaves a header of this name with any other value alone.
     */
    String HEADER = "Background-Task";

    /**
     * Creates a task to attach to a response.
     *
     * @param work what to run after the response
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static BackgroundTask of(Work work) {
        return attachable(work, List.of());
    }

    /**
     * Creates a task with one argument, to attach to a response.
     *
     * @param <A> the argument's type
     * @param work what to run after the response
     * @param a its argument
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object> BackgroundTask of(Work.With1<A> work, A a) {
        return attachable(work, Arrays.asList(a));
    }

    /**
     * Creates a task with two arguments, to attach to a response.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second argument
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object, B extends @Nullable Object> BackgroundTask of(Work.With2<A, B> work, A a, B b) {
        return attachable(work, Arrays.asList(a, b));
    }

    /**
     * Creates a task with three arguments, to attach to a response.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second argument
     * @param c its third argument
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> BackgroundTask of(
            Work.With3<A, B, C> work, A a, B b, C c) {
        return attachable(work, Arrays.asList(a, b, c));
    }

    /**
     * Creates a task with four arguments, to attach to a response.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second argument
     * @param c its third argument
     * @param d its fourth argument
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BackgroundTask of(Work.With4<A, B, C, D> work, A a, B b, C c, D d) {
        return attachable(work, Arrays.asList(a, b, c, d));
    }

    /**
     * Creates a task that ends when the stage returned by {@code work} ends, to attach to a response.
     *
     * @param work what to start after the response
     * @return the task; it can be attached once
     * @throws NullPointerException if {@code work} is null
     */
    static BackgroundTask ofAsync(Work.Async work) {
        return attachable(work, List.of());
    }

    private static BackgroundTask attachable(@Nullable Object function, List<? extends @Nullable Object> arguments) {
        return new AttachableTask(
                Objects.requireNonNull(
                        function,
                        "A background task needs work to do. Pass a function, as in BackgroundTask.of(mailer::send, email)."),
                arguments);
    }

    /**
     * Returns the id that logs and events use.
     *
     * @return an id that is unique within the application since it was deployed
     */
    String id();

    /**
     * Returns the name that logs and events use.
     *
     * @return the name given with {@link BackgroundTasks#named(String)}, or else the class in which the task's function was
     *     written
     */
    String name();

    /**
     * Cancels this task: takes it back if it has not started, else interrupts it or cancels its stage. An interrupted task ends when
     * its work returns.
     *
     * @return false if it has ended, was cancelled before, or is not attached to a response yet; otherwise true
     */
    boolean cancel();
}
