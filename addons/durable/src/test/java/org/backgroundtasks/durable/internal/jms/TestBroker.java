package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.backgroundtasks.durable.spi.TaskEnvelope;

/** A real broker in this JVM, which listens on a port, keeps its messages in files and can be stopped and started. */
final class TestBroker {

    static final String TASKS = "tasks";
    static final String DEAD = "tasks.dead";

    private final Path directory;
    private final int port;
    private final AddressSettings settings =
            new AddressSettings().setMaxDeliveryAttempts(-1).setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL);
    private boolean shows = true;
    private EmbeddedActiveMQ server;

    TestBroker(Path directory) {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            Files.writeString(
                    Files.createDirectories(jndi()).resolve("jndi.properties"), """
                    java.naming.factory.initial = org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory
                    connectionFactory.jms/broker = %s
                    queue.jms/tasks = %s
                    queue.jms/dead = %s
                    """.formatted(url(), TASKS, DEAD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores at most so many messages in each queue, and refuses the next. */
    TestBroker holding(int messages) {
        settings.setMaxSizeMessages(messages);
        return this;
    }

    /** Sets a message aside itself that was delivered so often without being acknowledged. */
    TestBroker deliveringAtMost(int times) {
        settings.setMaxDeliveryAttempts(times)
                .setDeadLetterAddress(SimpleString.of(DEAD))
                .setAutoDeleteQueues(false);
        return this;
    }

    /** Lets nobody look through its queues. */
    TestBroker showingNothing() {
        shows = false;
        return this;
    }

    TestBroker start() throws Exception {
        var configuration = new ConfigurationImpl()
                .setSecurityEnabled(!shows)
                .setJMXManagementEnabled(false)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalFileSize(1024 * 1024)
                .setMessageExpiryScanPeriod(-1)
                .setMaxDiskUsage(-1)
                .addAddressSetting("#", settings)
                .addAcceptorConfiguration("tcp", url() + "?protocols=CORE");
        server = new EmbeddedActiveMQ()
                .setConfiguration(configuration)
                .setSecurityManager(new Guard())
                .start();
        return this;
    }

    void stop() throws Exception {
        server.stop();
    }

    private String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** For one node: has the names of this broker in JNDI. */
    ClassLoader names() {
        return names(jndi());
    }

    /** For a node in another process, the directory that has them. */
    Path jndi() {
        return directory.resolve("jndi");
    }

    static ClassLoader names(Path jndi) {
        try {
            return new URLClassLoader(
                    new URL[] {jndi.toUri().toURL()}, Thread.currentThread().getContextClassLoader());
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is in a queue: what waits, what waits for its time, and what is being handled. */
    long count(String queue) {
        var located = server.getActiveMQServer().locateQueue(queue);
        return located == null ? 0 : located.getMessageCount();
    }

    /** How many connections there have been since it started. */
    long countConnections() {
        return server.getActiveMQServer().getTotalConnectionCount();
    }

    /** What waits for its time. */
    long countDelayed(String queue) {
        return server.getActiveMQServer().locateQueue(queue).getScheduledCount();
    }

    /** What is in a queue and could be delivered now. */
    List<Message> browse(String queue) {
        return inContext(context -> {
            try (QueueBrowser browser = context.createBrowser(context.createQueue(queue))) {
                return new ArrayList<>(Collections.list(messages(browser)));
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static java.util.Enumeration<Message> messages(QueueBrowser browser) throws Exception {
        return browser.getEnumeration();
    }

    /** Takes the next message off a queue, waiting for it. */
    Message take(String queue) {
        return inContext(
                context -> context.createConsumer(context.createQueue(queue)).receive(30_000));
    }

    /** Gives a message what the library writes. */
    static Message ours(Message message, String handler, int attempt) {
        try {
            message.setStringProperty(TaskProperties.HANDLER, handler);
            message.setStringProperty(TaskProperties.FORMAT, TaskEnvelope.VERSION);
            message.setStringProperty(TaskProperties.ID, "7");
            message.setIntProperty(TaskProperties.ATTEMPT, attempt);
            return message;
        } catch (JMSException refused) {
            throw new AssertionError(refused);
        }
    }

    static void send(JMSContext context, Message message) {
        context.createProducer().send(context.createQueue(TASKS), message);
    }

    void send(Consumer<JMSContext> sending) {
        inContext(context -> {
            sending.accept(context);
            return null;
        });
    }

    /** Makes a message that the Jakarta Messaging API would not let anybody make, but other protocols do. */
    interface Raw {
        void write(ClientMessage message);
    }

    /** Stores such a text message. */
    void sendRaw(Raw raw) {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession()) {
            ClientMessage message = session.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
            raw.write(message);
            message.setRoutingType(RoutingType.ANYCAST);
            session.createProducer(TASKS).send(message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Receives the next message so often, and leaves it as if the node had died. */
    void deliverInVain(int times) {
        for (int i = 0; i < times; i++) {
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
                    JMSContext context = ((ConnectionFactory) factory).createContext(JMSContext.SESSION_TRANSACTED)) {
                context.createConsumer(context.createQueue(TASKS)).receive(30_000);
                context.rollback();
            }
        }
    }

    private interface Action<T> {
        T in(JMSContext context) throws Exception;
    }

    private <T> T inContext(Action<T> action) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
                JMSContext context = ((ConnectionFactory) factory).createContext()) {
            return action.in(context);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Asked only if it shows nothing. */
    private static final class Guard implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(String user, String password) {
            return true;
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType action) {
            return action != CheckType.BROWSE;
        }
    }
}
