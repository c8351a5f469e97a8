package org.backgroundtasks.durable;

/**
 * Counts the durable tasks that this node handles. Inject it anywhere in the application. The MBean
 * {@code org.backgroundtasks:type=DurableTasks} shows the same counts, which begin when the application is deployed. Thread-safe.
 */
public interface DurableTasksMonitor {

    /**
     * Returns how many consumers this node has of its own, as {@code background-tasks.durable.consumers} says.
     *
     * @return zero where message-driven beans receive, which the container manages
     */
    int consumers();

    /**
     * Returns how many of them are connected to the broker now, receiving or handling.
     *
     * @return fewer than {@link #consumers} while the broker is gone, or a message cannot be received
     */
    int liveConsumers();

    /**
     * Returns how many tasks were handled.
     *
     * @return how many attempts succeeded on this node
     */
    long handled();

    /**
     * Returns how many tasks were stored again for another attempt.
     *
     * @return how many attempts failed on this node that were not the last
     */
    long retried();

    /**
     * Returns how many messages this node has dead-lettered.
     *
     * @return how many there were
     */
    long deadLettered();
}
