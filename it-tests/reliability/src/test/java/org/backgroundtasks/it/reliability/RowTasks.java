package org.backgroundtasks.it.reliability;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.backgroundtasks.durable.DurableTaskListener;

/** Receives the tasks of {@link Rows}; WildFly takes no message-driven bean that is a nested class. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:/jms/queue/tasks"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class RowTasks extends DurableTaskListener {}
