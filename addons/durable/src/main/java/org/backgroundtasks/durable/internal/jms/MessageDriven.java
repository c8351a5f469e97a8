package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.Message;
import org.backgroundtasks.durable.spi.TaskStore;

/** Where messages come in that a container has received. */
public final class MessageDriven {

    private MessageDriven() {}

    /**
     * Has the task of a message handled.
     *
     * @throws IllegalStateException if the application's store is no broker, or the message is to be delivered again
     */
    public static void deliver(TaskStore store, Message message) {
        if (!(store instanceof BrokerStore broker)) {
            throw new IllegalStateException(
                    "A message-driven bean that extends DurableTaskListener was given a message, but this application's durable"
                            + " tasks are in another store: remove the bean, or set background-tasks.durable.store=broker");
        }
        broker.deliver(message);
    }
}
