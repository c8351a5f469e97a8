package org.backgroundtasks;

import java.time.Duration;
import org.backgroundtasks.internal.PendingTask;
import org.jspecify.annotations.Nullable;

/**
 * One background task: a function, its arguments and its options.
 *
 * <p>{@link BackgroundTasks#add(Work) add} returns it so that options can follow: {@code tasks.add(mailer::send,
 * email).named("welcome-mail").always()}. It can also be made beforehand with {@link #of(Work) of} and then added with
 * {@link BackgroundTasks#add(BackgroundTask)}, or attached to a returned response under the header {@link #HEADER}.
 *
 * <p>Options are set before the response leaves, from any thread. Each method returns this task. An object is good for
 * being added once: it stands for one run, not for a kind of work.
 */
public interface BackgroundTask extends Trackable {

    /**
     * The response header under which code that is given no {@link BackgroundTasks} attaches a task:
     * {@code Response.ok(entity).header(BackgroundTask.HEADER, BackgroundTask.of(mailer::send, email)).build()}. The header
     * is taken off before the response is written, so no client sees it. Attached tasks join the injected ones, after them.
     */
    String HEADER = "Background-Task";

    /**
     * A task that is not added yet.
     *
     * @param work what to run
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static BackgroundTask of(Work work) {
        return PendingTask.attachable(PendingTask.of(work));
    }

    /**
     * A task with one argument that is not added yet.
     *
     * @param <A> the argument's type
     * @param work what to run
     * @param a its argument
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object> BackgroundTask of(Work.With1<A> work, A a) {
        return PendingTask.attachable(PendingTask.of(work, a));
    }

    /**
     * A task with two arguments that is not added yet.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param work what to run
     * @param a its first argument
     * @param b its second
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object, B extends @Nullable Object> BackgroundTask of(Work.With2<A, B> work, A a, B b) {
        return PendingTask.attachable(PendingTask.of(work, a, b));
    }

    /**
     * A task with three arguments that is not added yet.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param work what to run
     * @param a its first argument
     * @param b its second
     * @param c its third
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> BackgroundTask of(
            Work.With3<A, B, C> work, A a, B b, C c) {
        return PendingTask.attachable(PendingTask.of(work, a, b, c));
    }

    /**
     * A task with four arguments that is not added yet.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param work what to run
     * @param a its first argument
     * @param b its second
     * @param c its third
     * @param d its fourth
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BackgroundTask of(Work.With4<A, B, C, D> work, A a, B b, C c, D d) {
        return PendingTask.attachable(PendingTask.of(work, a, b, c, d));
    }

    /**
     * A task that is not added yet and ends when the stage does that {@code work} returns.
     *
     * @param work what to start
     * @return the task, to be added or attached
     * @throws NullPointerException if {@code work} is null
     */
    static BackgroundTask ofAsync(Work.Async work) {
        return PendingTask.attachable(PendingTask.ofAsync(work));
    }

    /**
     * Gives the task a name, for logs and events. A later task of the same name in the same request replaces the earlier
     * one; {@link BackgroundTasks#forget(String)} cancels it.
     *
     * @param name the name
     * @return this task
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if {@code name} is blank
     * @throws IllegalStateException if the response is complete, so that the task is on its way
     */
    BackgroundTask named(String name);

    /**
     * Runs the task whatever the outcome of the request. The last of {@code always} and {@link #onError} holds.
     *
     * @return this task
     * @throws IllegalStateException if the response is complete, so that the task is on its way
     */
    BackgroundTask always();

    /**
     * Runs the task only if the request failed: a status of 400 or above, an exception, or a transaction rolled back.
     *
     * @return this task
     * @throws IllegalStateException if the response is complete, so that the task is on its way
     */
    BackgroundTask onError();

    /**
     * Starts the task in its turn on a thread of its own; the next task does not wait for it.
     *
     * @return this task
     * @throws IllegalStateException if the response is complete, so that the task is on its way
     */
    BackgroundTask concurrent();

    /**
     * Interrupts the task when it has run this long, and reports it as timed out. The time counts from the task's start.
     * Work that ignores interrupts goes on, and the tasks after it wait.
     *
     * @param timeout how long the task may run
     * @return this task
     * @throws NullPointerException if {@code timeout} is null
     * @throws IllegalArgumentException if {@code timeout} is zero or negative
     * @throws IllegalStateException if the response is complete, so that the task is on its way
     */
    BackgroundTask timeout(Duration timeout);

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the application is without that module, here or else when the task is added; or if
     *     the response is complete, so that the task is on its way
     */
    @Override
    BackgroundTask tracked();
}
