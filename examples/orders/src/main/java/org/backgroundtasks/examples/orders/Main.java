package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts a broker or a database, and two nodes, each in a virtual machine of its own, and stops them when it is stopped. */
public final class Main {

    private static final int STORE = 61616;
    private static final int FIRST = 8081;
    private static final int SECOND = 8082;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(System.getProperty("orders.directory", "target/orders"));
        Cluster cluster = new Cluster(directory, STORE, Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
        try {
            cluster.startStore();
            cluster.startNode(FIRST);
            cluster.startNode(SECOND);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.out.printf(
                """

                A %s is running on port %d, and two nodes on %d and %d. Try:

                    for i in $(seq 50); do curl -X PUT http://127.0.0.1:%3$d/orders/$i; done
                    curl http://127.0.0.1:%4$d/receipts
                    curl -X PUT "http://127.0.0.1:%3$d/orders/13?item=unlucky"

                and kill a node, or the store of the tasks, while it works: no order that was answered with 202 is lost.
                Logs and data are in %s. Ctrl-C stops all.
                %n""", Store.chosen().name().toLowerCase(Locale.ROOT), STORE, FIRST, SECOND, directory.toAbsolutePath());
        new CountDownLatch(1).await();
    }
}
