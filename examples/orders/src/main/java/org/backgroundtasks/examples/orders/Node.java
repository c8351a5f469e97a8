package org.backgroundtasks.examples.orders;

import org.backgroundtasks.embedded.EmbeddedRuntime;

/** One node of the application, in a virtual machine of its own. The system property {@code orders.port} sets its port. */
public final class Node {

    private Node() {}

    public static void main(String[] args) throws InterruptedException {
        System.setProperty("background-tasks.durable.connection-factory", "ConnectionFactory");
        System.setProperty("background-tasks.durable.queue", "jms/orders");
        System.setProperty("background-tasks.durable.dead-letter-queue", "jms/dead");
        try (EmbeddedRuntime node = EmbeddedRuntime.builder()
                .port(Integer.getInteger("orders.port", 8081))
                .start()) {
            node.join();
        }
    }
}
