package org.backgroundtasks.examples.orders;

import java.util.Locale;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** One node of the application, in a virtual machine of its own. The system property {@code orders.port} sets its port. */
public final class Node {

    private Node() {}

    public static void main(String[] args) throws InterruptedException {
        System.setProperty(
                "background-tasks.durable.store", Store.chosen().name().toLowerCase(Locale.ROOT));
        if (Store.chosen() == Store.BROKER) {
            System.setProperty("background-tasks.durable.connection-factory", "ConnectionFactory");
            System.setProperty("background-tasks.durable.queue", "jms/orders");
            System.setProperty("background-tasks.durable.dead-letter-queue", "jms/dead");
        } else {
            // with a migration tool in a real application
            System.setProperty("background-tasks.durable.create-table", "true");
            // so that the other node takes its share of a burst soon
            System.setProperty("background-tasks.durable.poll-interval", "0.2s");
        }
        try (EmbeddedRuntime node = EmbeddedRuntime.builder()
                .port(Integer.getInteger("orders.port", 8081))
                .start()) {
            node.join();
        }
    }
}
