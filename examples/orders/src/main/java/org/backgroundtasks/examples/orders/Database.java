package org.backgroundtasks.examples.orders;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.h2.tools.Server;

/** A database, in a virtual machine of its own. It keeps its file in the directory {@code orders.data}. */
public final class Database {

    private Database() {}

    public static void main(String[] args) throws SQLException, InterruptedException {
        Server.createTcpServer(
                        "-tcpPort",
                        System.getProperty("orders.store.port", "61616"),
                        "-baseDir",
                        Path.of(System.getProperty("orders.data", "database"))
                                .toAbsolutePath()
                                .toString(),
                        "-ifNotExists")
                .start();
        new CountDownLatch(1).await();
    }
}
