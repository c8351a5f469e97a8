package org.backgroundtasks.durable;

import org.backgroundtasks.BackgroundTask;

/** Identifies one durable task. {@link DurableTasks#add add} returns it. Thread-safe. */
public interface DurableTask extends BackgroundTask {

    /**
     * Returns the task's id. {@link org.backgroundtasks.TaskContext#id()} returns the same to its handler, on any node and at each attempt.
     *
     * @return an id that is unique everywhere
     */
    @Override
    String id();

    /**
     * Returns the name that logs and events use.
     *
     * @return the name that it was given, or else that of its handler's class
     */
    @Override
    String name();

    /**
     * Takes the task back, from its request or transaction while that holds it, or else from the broker while that shows it. A broker
     * shows no task that a node has received. Artemis does not show tasks that wait for their delay or their next attempt either, so
     * there such a task cannot be taken back.
     *
     * <p>In a JTA transaction a task is taken back from the broker with that transaction, and a rollback leaves it there.
     *
     * @return whether it was taken back; false if it has been handled, is being handled, was dropped with its request or its
     *     transaction, was taken back before, or if the broker does not show it
     * @throws NotStoredException if the broker cannot be asked; the task may still run
     */
    @Override
    boolean cancel();
}
