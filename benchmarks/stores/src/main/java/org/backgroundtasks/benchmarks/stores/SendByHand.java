package org.backgroundtasks.benchmarks.stores;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;

/** One persistent message over a connection that stays open. */
final class SendByHand implements ByHand {

    private final JMSContext context;
    private final Queue queue;
    private final JMSProducer producer;

    SendByHand(ConnectionFactory connections) {
        context = connections.createContext();
        queue = context.createQueue("byhand");
        producer = context.createProducer();
    }

    @Override
    public void add(String id, String payload) {
        producer.setProperty("task", id).setProperty("handler", Noting.class.getName());
        producer.send(queue, payload);
    }

    @Override
    public void close() {
        context.close();
    }
}
