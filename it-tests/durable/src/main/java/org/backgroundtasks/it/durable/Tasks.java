package org.backgroundtasks.it.durable;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.backgroundtasks.durable.DurableTaskListener;

/** All that an application needs to receive its tasks on a server. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/jms/tasks"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class Tasks extends DurableTaskListener {}
