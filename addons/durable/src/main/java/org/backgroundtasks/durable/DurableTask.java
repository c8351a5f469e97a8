package org.backgroundtasks.durable;

import java.time.Duration;
import org.backgroundtasks.Trackable;
import org.backgroundtasks.durable.internal.OutgoingTask;

/**
 * One durable task: a handler, a payload and options.
 *
 * <p>{@link DurableTasks#add(Class, Object) add} returns it so that options can follow: {@code durable.add(SendReceipt.class,
 * order).delayed(Duration.ofMinutes(5))}. It can also be made beforehand with {@link #of of} and then added with
 * {@link DurableTasks#add(DurableTask)}, which is how options are given to a task that is stored at once.
 *
 * <p>Options are set until the task is stored, from any thread. Each method returns this task. An object is good for being added
 * once.
 */
public interface DurableTask extends Trackable {

    /**
     * A task that is not added yet.
     *
     * @param <P> the payload's type
     * @param handler the class of the bean that will handle the task
     * @param payload what it is to be called with
     * @return the task, to be added
     * @throws NullPointerException if the handler or the payload is null
     */
    static <P> DurableTask of(Class<? extends TaskHandler<P>> handler, P payload) {
        return new OutgoingTask(handler, payload);
    }

    /**
     * The task's id, which {@link org.backgroundtasks.TaskContext#id()} tells its handler on whatever node and at each attempt.
     *
     * @return an id that is unique everywhere and cannot be guessed
     */
    String id();

    /**
     * Has the task handled no sooner than this long after it is stored.
     *
     * @param delay the shortest time from being stored to being delivered, kept by the broker's clock in milliseconds
     * @return this task
     * @throws NullPointerException if {@code delay} is null
     * @throws IllegalArgumentException if {@code delay} is negative
     * @throws IllegalStateException if the task is stored already
     */
    DurableTask delayed(Duration delay);

    /**
     * Gives the task a name, for logs, events and the broker's console. A later task of the same name replaces the earlier one
     * among those that are stored together: those of a request, or of a transaction.
     *
     * @param name the name
     * @return this task
     * @throws NullPointerException if {@code name} is null
     * @throws IllegalArgumentException if {@code name} is blank
     * @throws IllegalStateException if the task is stored already
     */
    DurableTask named(String name);

    /**
     * {@inheritDoc} The address is not made from the task's {@link #id id}, which logs and consoles show. What is known of the task there depends on the node that is
     * asked: all on the one that handles it, and elsewhere what the broker shows.
     *
     * @throws IllegalStateException if the application is without that module, here or else when the task is added; or if the
     *     task is stored already
     */
    @Override
    DurableTask tracked();
}
