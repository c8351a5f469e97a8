package org.backgroundtasks;

import org.backgroundtasks.internal.PendingTask;
import org.jspecify.annotations.Nullable;

/**
 * The background tasks of the current request: added now, run once the response is complete.
 *
 * <pre>{@code
 * @Inject BackgroundTasks tasks;
 *
 * @POST
 * public Map<String, String> send(@PathParam("email") String email) {
 *     tasks.add(Notifications::write, email, "some notification");
 *     return Map.of("message", "Notification sent in the background");
 * }
 * }</pre>
 *
 * <p><b>Where.</b> Injected anywhere a request scope is active; every injection in one request is the same queue. On other
 * threads the injected reference is inactive, as CDI says with a {@code ContextNotActiveException}: take a
 * {@link #handle()} on the request's thread and use that.
 *
 * <p><b>When.</b> No task starts before the response is complete, as sure as {@link #guarantee()} says. If its status is
 * below 400 the tasks run, except those marked {@link BackgroundTask#onError()}; if it is 400 or above, or the request ended
 * in an exception, only those marked {@link BackgroundTask#always()} or {@code onError()} run. A task added inside a JTA
 * transaction that rolls back is treated as in a failed request.
 *
 * <p><b>How.</b> On the container's managed executor, one after another in the order they were added, each in a request scope
 * of its own, with the class loader, naming and caller of the moment it was added, and without a transaction. A task that
 * fails does not stop the next. {@code BackgroundTasks} injected inside a task adds follow-up tasks: they are released when
 * that task ends, and a task that failed counts like a failed request.
 *
 * <p>A handle may be used by several threads at once; the injected reference is as safe as it is reachable.
 */
public interface BackgroundTasks {

    /**
     * Adds a task.
     *
     * @param work what to run after the response
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default BackgroundTask add(Work work) {
        return add(PendingTask.of(work));
    }

    /**
     * Adds a task with one argument.
     *
     * @param <A> the argument's type
     * @param work what to run after the response
     * @param a its argument
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default <A extends @Nullable Object> BackgroundTask add(Work.With1<A> work, A a) {
        return add(PendingTask.of(work, a));
    }

    /**
     * Adds a task with two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default <A extends @Nullable Object, B extends @Nullable Object> BackgroundTask add(
            Work.With2<A, B> work, A a, B b) {
        return add(PendingTask.of(work, a, b));
    }

    /**
     * Adds a task with three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second
     * @param c its third
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> BackgroundTask add(
            Work.With3<A, B, C> work, A a, B b, C c) {
        return add(PendingTask.of(work, a, b, c));
    }

    /**
     * Adds a task with four arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the fourth argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second
     * @param c its third
     * @param d its fourth
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BackgroundTask add(Work.With4<A, B, C, D> work, A a, B b, C c, D d) {
        return add(PendingTask.of(work, a, b, c, d));
    }

    /**
     * Adds a task that ends when the stage does that {@code work} returns. No thread waits for the stage; the next task
     * starts after it.
     *
     * @param work what to start after the response
     * @return the task, so that options can follow
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows
     */
    default BackgroundTask addAsync(Work.Async work) {
        return add(PendingTask.ofAsync(work));
    }

    /**
     * Adds a task made with {@link BackgroundTask#of(Work)} or one of its kin, with the options it has. Right for a task that
     * is added when the response may be complete already: it starts at once then, too early for options to follow.
     *
     * @param task the task
     * @return the same task
     * @throws NullPointerException if {@code task} is null
     * @throws IllegalStateException if the task was added before, or if the request has as many tasks as
     *     {@code background-tasks.max-per-request} allows
     */
    BackgroundTask add(BackgroundTask task);

    /**
     * Cancels the waiting task of this name.
     *
     * @param name the name given with {@link BackgroundTask#named(String)}
     * @return whether there was one; false too once the response is complete
     * @throws NullPointerException if {@code name} is null
     */
    boolean forget(String name);

    /**
     * The same queue for any thread and any moment: a resumed response, a completion stage, a stream being written. A task
     * added through it after the response is complete starts at once, under the same outcome rule.
     *
     * @return the handle; safe for several threads, and good for as long as it is kept
     */
    BackgroundTasks handle();

    /**
     * How sure it is that the response of the current request is complete when its tasks start.
     *
     * @return the guarantee of what watches this request's response
     */
    Guarantee guarantee();
}
