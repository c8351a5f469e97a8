package org.backgroundtasks.examples.orders;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The broker, in a virtual machine of its own. It keeps its messages in the directory {@code orders.data}. */
public final class Broker {

    private static final int JOURNAL_FILE = 1024 * 1024;

    private Broker() {}

    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("orders.data", "broker"));
        AddressSettings settings = new AddressSettings()
                // attempts are counted by the application: what the broker sees are nodes that died
                .setMaxDeliveryAttempts(-1)
                // refuse what does not fit, rather than have requests wait
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL);
        new EmbeddedActiveMQ()
                .setConfiguration(new ConfigurationImpl()
                        .setSecurityEnabled(false)
                        .setJournalDirectory(data.resolve("journal").toString())
                        .setBindingsDirectory(data.resolve("bindings").toString())
                        .setLargeMessagesDirectory(data.resolve("large").toString())
                        .setPagingDirectory(data.resolve("paging").toString())
                        .setJournalFileSize(JOURNAL_FILE)
                        .addAddressSetting("#", settings)
                        .addAcceptorConfiguration(
                                "tcp",
                                "tcp://127.0.0.1:" + Integer.getInteger("orders.broker.port", 61616)
                                        + "?protocols=CORE"))
                .start();
        new CountDownLatch(1).await();
    }
}
