package org.backgroundtasks.benchmarks.stores;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

/** One persistent message over a connection that stays open, in a session of its own: a session is for one thread, a request has any. */
final class SendByHand implements ByHand {

    private final JMSContext connection;

    SendByHand(ConnectionFactory connections) {
        connection = connections.createContext();
    }

    @Override
    public void add(String id, String payload) {
        try (JMSContext session = connection.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            session.createProducer()
                    .setProperty("task", id)
                    .setProperty("handler", Noting.class.getName())
                    .send(session.createQueue("byhand"), payload);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
