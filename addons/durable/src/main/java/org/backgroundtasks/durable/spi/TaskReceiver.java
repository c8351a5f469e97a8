package org.backgroundtasks.durable.spi;

/** Handles the tasks that a store hands out. Thread-safe; the store chooses the thread, on which the handler runs. */
@FunctionalInterface
public interface TaskReceiver {

    /**
     * Handles a task, and decides what becomes of it. May wait some seconds if the store refuses what it decides.
     *
     * @param delivered the task; when this returns, and none of its methods that store was called, it has come to its end
     * @throws NotAcknowledgedException if the task is to be handed out again; that is logged
     * @throws RuntimeException if something unexpected fails; the task is to be handed out again, and the store logs that
     */
    void receive(DeliveredTask delivered);
}
