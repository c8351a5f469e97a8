package org.backgroundtasks.durable;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.backgroundtasks.durable.internal.DurableExtension;
import org.backgroundtasks.durable.internal.jms.MessageDriven;

/**
 * Hands the messages of the tasks' queue to their handlers. On an application server, where a library may not listen by itself, the
 * application has a message-driven bean that extends this class and says which queue it listens to:
 *
 * <pre>{@code
 * @MessageDriven(activationConfig = @ActivationConfigProperty(
 *         propertyName = "destinationLookup", propertyValue = "java:/jms/queue/tasks"))
 * public class Tasks extends DurableTaskListener {}
 * }</pre>
 *
 * <p>The queue is the one that {@code background-tasks.durable.queue} names. How many messages are handled at once is the
 * container's affair, by its pool of message-driven beans. An embedded runtime needs no such bean.
 */
public abstract class DurableTaskListener implements MessageListener {

    /** For subclasses. */
    protected DurableTaskListener() {}

    /**
     * Has the task of a message handled. If that fails it is stored again, to be delivered after a delay, or becomes a dead letter,
     * in the transaction in which the message was received if there is one.
     *
     * @param message the message
     * @throws IllegalStateException if the application is stopping, or a task that failed cannot be stored again, so that the
     *     broker delivers the message again; in the latter case after a pause of ten seconds at most
     */
    @Override
    public void onMessage(Message message) {
        MessageDriven.deliver(DurableExtension.current().store(), message);
    }
}
