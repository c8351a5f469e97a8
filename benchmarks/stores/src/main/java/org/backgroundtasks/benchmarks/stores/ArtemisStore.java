package org.backgroundtasks.benchmarks.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Artemis, which has each message on the disk before it confirms that it has it. */
final class ArtemisStore implements Store {

    private static final int JOURNAL_FILE = 1024 * 1024;

    /** Off in a broker's own set-up; else it notes each session and each message. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    static {
        AUDIT.setLevel(Level.OFF);
    }

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    ArtemisStore(Path directory) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        broker.setConfiguration(new ConfigurationImpl()
                        .setSecurityEnabled(false)
                        .setJournalDirectory(directory.resolve("journal").toString())
                        .setBindingsDirectory(directory.resolve("bindings").toString())
                        .setLargeMessagesDirectory(directory.resolve("large").toString())
                        .setPagingDirectory(directory.resolve("paging").toString())
                        .setJournalFileSize(JOURNAL_FILE)
                        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE"))
                .start();
        System.setProperty("java.naming.provider.url", "tcp://127.0.0.1:" + port + "?consumerWindowSize=0");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "background-tasks.durable.store", "broker",
                "background-tasks.durable.connection-factory", "ConnectionFactory",
                "background-tasks.durable.queue", "jms/tasks",
                "background-tasks.durable.dead-letter-queue", "jms/dead");
    }

    @Override
    public @Nullable DataSource source() {
        return null;
    }

    @Override
    public ByHand byHand() {
        return new SendByHand(new ActiveMQConnectionFactory(System.getProperty("java.naming.provider.url")));
    }

    @Override
    public void close() throws IOException {
        try {
            broker.stop();
        } catch (Exception failure) {
            throw new IOException("Artemis does not stop", failure);
        }
    }
}
