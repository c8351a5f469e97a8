package org.backgroundtasks.examples.orders;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The first dead letter, wherever that is. */
final class DeadLetter {

    private DeadLetter() {}

    /** Waits for it, and returns its cause. */
    static String cause(int storePort) throws Exception {
        return Store.chosen() == Store.BROKER ? inBroker(storePort) : inDatabase(storePort);
    }

    private static String inBroker(int port) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                JMSContext context = ((ConnectionFactory) factory).createContext()) {
            return context.createConsumer(context.createQueue("orders.dead"))
                    .receive(120_000)
                    .getStringProperty("taskCause");
        }
    }

    private static String inDatabase(int port) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + port + "/./orders");
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet dead =
                        statement.executeQuery("select cause from background_tasks where task_name = 'dead-letter'")) {
                    if (dead.next()) {
                        return dead.getString(1);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
