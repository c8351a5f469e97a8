package org.backgroundtasks.examples.orders;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The broker, in a virtual machine of its own. It keeps its messages in the directory {@code orders.data}. */
public final class Broker {

    private static final int JOURNAL_FILE = 1024 * 1024;

    /** Off in a broker's own set-up; else it notes each session and each message. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private Broker() {}

    public static void main(String[] args) throws Exception {
        AUDIT.setLevel(Level.OFF);
        Path data = Path.of(System.getProperty("orders.data", "broker"));
        AddressSettings settings = new AddressSettings()
                // attempts are counted by the application, but not those at messages that its client cannot read
                .setMaxDeliveryAttempts(50)
                .setDeadLetterAddress(SimpleString.of("orders.dead"))
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
                        .addQueueConfiguration(QueueConfiguration.of("orders.dead")
                                .setAddress("orders.dead")
                                .setRoutingType(RoutingType.ANYCAST))
                        .addAddressSetting("#", settings)
                        .addAcceptorConfiguration(
                                "tcp",
                                "tcp://127.0.0.1:" + Integer.getInteger("orders.store.port", 61616)
                                        + "?protocols=CORE"))
                .start();
        new CountDownLatch(1).await();
    }
}
