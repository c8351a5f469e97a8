package org.backgroundtasks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Adds background tasks to the current request, to be run once its response is complete.
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
 * <p><b>Where.</b> Inject it anywhere a request scope is active. All injection points in a request share one queue. On other
 * threads the injected reference throws CDI's {@code ContextNotActiveException}: take a {@link #handle()} on the request's
 * thread and use that.
 *
 * <p><b>When.</b> No task starts before the response is complete; {@link #guarantee()} says how the library knows. If the
 * response's status is below 400, the tasks run, except those added with {@link #onError()}. If it is 400 or above, or the
 * request ended in an exception, only tasks added with {@link #always()} or {@code onError()} run. A task added in a JTA
 * transaction that rolls back is treated as in a failed request.
 *
 * <p><b>How.</b> Tasks run on the container's managed executor, one after another in the order they were added. Each runs in a
 * request scope of its own and without a transaction. Class loader, JNDI context and caller are captured at {@code add} and
 * cleared afterwards; on a thread of the JVM's own, such as of the common pool, the application's class loader and JNDI context
 * are used. A task that fails does not stop the next. {@code BackgroundTasks} injected inside a task adds follow-up tasks: they
 * are released when that task ends, and a failed task counts as a failed request.
 *
 * <p><b>Options</b> come before {@code add}. Each returns a view: another {@code BackgroundTasks} of the same queue whose
 * {@code add} uses the option too.
 *
 * <pre>{@code
 * tasks.named("welcome-mail").always().add(mailer::send, email);
 *
 * var audit = tasks.named("audit").always();   // a view, used as often as you like
 * audit.add(log::write, "a");
 * audit.add(log::write, "b");
 * }</pre>
 *
 * <p>The last of a repeated option holds; of {@code always} and {@code onError} the last one holds. A view is a
 * {@linkplain #handle() handle}: it is valid on any thread and belongs to the request it was taken from. Do not keep one in an
 * application-scoped field.
 *
 * <p>Views and handles are thread-safe. The injected reference is thread-safe wherever its request scope is active.
 */
public interface BackgroundTasks {

    /**
     * Adds a task.
     *
     * @param work what to run after the response
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException if the request has as many tasks as {@code background-tasks.max-per-request} allows, or
     *     the application has stopped
     */
    BackgroundTask add(Work work);

    /**
     * Adds a task with one argument.
     *
     * @param <A> the argument's type
     * @param work what to run after the response
     * @param a its argument
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException as {@link #add(Work)} does
     */
    <A extends @Nullable Object> BackgroundTask add(Work.With1<A> work, A a);

    /**
     * Adds a task with two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second argument
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException as {@link #add(Work)} does
     */
    <A extends @Nullable Object, B extends @Nullable Object> BackgroundTask add(Work.With2<A, B> work, A a, B b);

    /**
     * Adds a task with three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param work what to run after the response
     * @param a its first argument
     * @param b its second argument
     * @param c its third argument
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException as {@link #add(Work)} does
     */
    <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> BackgroundTask add(
            Work.With3<A, B, C> work, A a, B b, C c);

    /**
     * Adds a task with four arguments.
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
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException as {@link #add(Work)} does
     */
    <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object>
            BackgroundTask add(Work.With4<A, B, C, D> work, A a, B b, C c, D d);

    /**
     * Adds a task that ends when the stage returned by {@code work} ends. No thread waits for the stage; the next task starts
     * after it.
     *
     * @param work what to start after the response
     * @return the task
     * @throws NullPointerException if {@code work} is null
     * @throws IllegalStateException as {@link #add(Work)} does
     */
    BackgroundTask addAsync(Work.Async work);

    /**
     * Names the tasks added through the returned view in logs, events and metrics. A name is a label: tasks may share it.
     *
     * @param name the name
     * @return a view of this queue
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if {@code name} is blank
     */
    BackgroundTasks named(String name);

    /**
     * Gives the tasks added through the returned view a key. Of the tasks that a request still holds with one key only the
     * last stays, in the last one's place. A replaced task is reported as discarded, with the reason. Once the response is
     * complete, nothing is replaced.
     *
     * @param key the key, unique within the request
     * @return a view of this queue
     * @throws NullPointerException if {@code key} is null
     * @throws IllegalArgumentException if {@code key} is blank
     */
    BackgroundTasks replacing(String key);

    /**
     * Runs the tasks added through the returned view whatever the outcome of the request.
     *
     * @return a view of this queue
     */
    BackgroundTasks always();

    /**
     * Runs the tasks added through the returned view only if the request failed: with a status of 400 or above, an exception,
     * or a transaction that rolled back.
     *
     * @return a view of this queue
     */
    BackgroundTasks onError();

    /**
     * Starts the tasks added through the returned view in their turn, on a thread of their own. The next task does not wait
     * for them.
     *
     * @return a view of this queue
     */
    BackgroundTasks concurrent();

    /**
     * Interrupts the tasks added through the returned view once they have run this long, and reports them as timed out. The
     * time counts from a task's start. Work that ignores interrupts goes on, and the tasks after it wait.
     *
     * @param timeout how long a task may run
     * @return a view of this queue
     * @throws NullPointerException if {@code timeout} is null
     * @throws IllegalArgumentException if {@code timeout} is zero or negative
     */
    BackgroundTasks timeout(Duration timeout);

    /**
     * Runs the tasks added through the returned view on another managed executor. Tasks of one request on one executor run one
     * after another; tasks on different executors run side by side.
     *
     * @param executor the JNDI name of a {@code ManagedExecutorService} that an administrator created
     * @return a view of this queue
     * @throws NullPointerException if {@code executor} is null
     * @throws IllegalArgumentException if {@code executor} is blank
     * @throws IllegalStateException if JNDI has no {@code ManagedExecutorService} of this name
     */
    BackgroundTasks on(String executor);

    /**
     * Cancels the held task with this key.
     *
     * @param key the key given with {@link #replacing(String)}
     * @return whether there was one; always false once the response is complete
     * @throws NullPointerException if {@code key} is null
     */
    boolean cancel(String key);

    /**
     * Returns this queue for any thread and any moment: a resumed response, a completion stage, a stream being written. A task
     * added through it after the response is complete starts at once, under the same outcome rule. Call it on the request's
     * thread.
     *
     * @return a handle; thread-safe, and valid as long as the application runs
     */
    BackgroundTasks handle();

    /**
     * Returns how the library knows that the response of the current request is complete when its tasks start.
     *
     * @return the guarantee of the gate that watches this response
     */
    Guarantee guarantee();
}
