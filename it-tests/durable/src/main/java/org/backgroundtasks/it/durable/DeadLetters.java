package org.backgroundtasks.it.durable;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.backgroundtasks.it.applications.Journal;

/** Writes down what becomes a dead letter. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/jms/dead"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class DeadLetters implements MessageListener {

    @Inject
    Journal journal;

    @Override
    public void onMessage(Message message) {
        try {
            journal.record("dead-ids", String.valueOf(message.getStringProperty("taskId")));
            journal.record(
                    "dead",
                    message.getStringProperty("taskHandler") + ": " + message.getStringProperty("taskCause")
                            + ", attempt " + message.getIntProperty("taskAttempt"));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
