package org.backgroundtasks.durable;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.backgroundtasks.durable.internal.DurableExtension;
import org.backgroundtasks.durable.internal.jms.MessageDriven;

/**
 * Passes the messages of the tasks' queue to their handlers. On an application server a library may not listen by itself. So the
 * application has a message-driven bean that extends this class and names the queue:
 *
 * <pre>{@code
 * @MessageDriven(activationConfig = @ActivationConfigProperty(
 *         propertyName = "destinationLookup", propertyValue = "java:/jms/queue/tasks"))
 * public class Tasks extends DurableTaskListener {}
 * }</pre>
 *
 * <p>The queue is the one that {@code background-tasks.durable.queue} names. The size of the
 * container's pool of message-driven beans is the number of messages handled at once. An embedded runtime needs no such bean.
 */
public abstract class DurableTaskListener implements MessageListener {

    /** Creates the bean; the container calls it. */
    protected DurableTaskListener() {}

    /**
     * Handles the task of a message. If that fails, stores it again, to be delivered after a delay, or dead-letters it, in the
     * transaction in which the message was received if there is one.
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
