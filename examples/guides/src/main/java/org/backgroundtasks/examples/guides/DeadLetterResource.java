package org.backgroundtasks.examples.guides;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Enumeration;
import java.util.UUID;

/** Lets operators retry or discard a dead letter. */
@Path("dead-letters/{task}")
@RequestScoped
@Transactional(rollbackOn = JMSException.class)
public class DeadLetterResource {

    private static final long LONGEST_WAIT = 1_000;

    @Resource(lookup = "jms/tasksFactory")
    ConnectionFactory factory;

    @Resource(lookup = "jms/tasks")
    Queue tasks;

    @Resource(lookup = "jms/tasksDead")
    Queue dead;

    /** Moves it to the tasks' queue. */
    @POST
    public void retry(@PathParam("task") UUID task) throws JMSException {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(tasks, copy(take(task, context), context));
        }
    }

    /** Removes it. */
    @DELETE
    public void discard(@PathParam("task") UUID task) {
        try (JMSContext context = factory.createContext()) {
            take(task, context);
        }
    }

    private Message take(UUID task, JMSContext context) {
        Message letter = context.createConsumer(dead, "taskId = '" + task + "'").receive(LONGEST_WAIT);
        if (letter == null) {
            throw new NotFoundException();
        }
        return letter;
    }

    /** OpenMQ refuses to send the message on that it has delivered. */
    private static Message copy(Message letter, JMSContext context) throws JMSException {
        Message copy = context.createTextMessage(letter.getBody(String.class));
        for (Enumeration<?> names = letter.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (name.startsWith("task")) {
                copy.setObjectProperty(name, letter.getObjectProperty(name));
            }
        }
        return copy;
    }
}
