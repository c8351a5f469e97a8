package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.NamingException;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.internal.container.Naming;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/** The broker as the administrator has configured it: found in JNDI when the application starts, and kept. Thread-safe. */
final class Broker {

    private static final Duration TO_RECEIVE_WHAT_IS_SHOWN = Duration.ofSeconds(2);

    private final ConnectionFactory factory;
    private final Queue queue;
    private final Queue deadLetters;
    private final OwnConnection sending;
    /** Another one, since what a broker refuses to show costs the connection, and with it whatever is being sent. */
    private final OwnConnection asking;

    private final StoreContext context;
    private final Delays delays = new Delays();

    private volatile @Nullable Boolean inServer;

    /**
     * Looks the broker up.
     *
     * @throws IllegalStateException naming what is not there
     */
    Broker(BrokerSettings settings, StoreContext context) {
        this.context = context;
        factory = find(BrokerSettings.CONNECTION_FACTORY, settings.connectionFactory(), ConnectionFactory.class);
        queue = find(BrokerSettings.QUEUE, settings.queue(), Queue.class);
        deadLetters = find(BrokerSettings.DEAD_LETTER_QUEUE, settings.deadLetterQueue(), Queue.class);
        sending = new OwnConnection(factory);
        asking = new OwnConnection(factory);
    }

    private static <T> T find(String key, @Nullable String name, Class<T> type) {
        if (name == null) {
            throw new IllegalStateException("This application has handlers of durable tasks, but " + key
                    + " is not set: set it to the JNDI name of a " + type.getSimpleName()
                    + " that you have created in the server's administration");
        }
        Object bound;
        try {
            bound = Naming.lookup(name);
        } catch (NamingException notThere) {
            throw new IllegalStateException(
                    "The name '" + name + "' of " + key + " is not in JNDI: create a " + type.getSimpleName()
                            + " of that name in the server's administration, or correct the name (" + notThere + ')',
                    notThere);
        }
        if (type.isInstance(bound)) {
            return type.cast(bound);
        }
        throw new IllegalStateException(
                "The name '" + name + "' of " + key + " is no " + type.getSimpleName() + " but " + bound);
    }

    Queue queue() {
        return queue;
    }

    /** A context for receiving, in whose transaction a task that fails is stored again. */
    JMSContext newTransactedContext() {
        return factory.createContext(JMSContext.SESSION_TRANSACTED);
    }

    /** A context for receiving, in which a message can be returned as one that was delivered. */
    JMSContext newRecoverableContext() {
        return factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
    }

    /** A context for sending in the transaction of this thread. */
    JMSContext newContext() {
        return factory.createContext();
    }

    /**
     * Stores all of these tasks or none; on return the broker has them, or has them with the transaction of this thread.
     *
     * @throws NotStoredException if it does not
     */
    void store(List<NewTask> tasks) {
        try {
            if (!isInServer()) {
                sending.inTransaction(context -> send(context, tasks));
                return;
            }
            if (tasks.size() > 1 && context.hasTransactions() && !context.isInTransaction()) {
                // containers know no other transactions; one message needs none
                context.inTransaction(() -> sendInContainer(tasks));
            } else {
                sendInContainer(tasks);
            }
        } catch (JMSRuntimeException | IllegalStateException refusal) {
            throw new NotStoredException(
                    "The broker has not stored " + (tasks.size() == 1 ? "the task " : "the tasks ") + tasks + ": "
                            + refusal.getMessage(),
                    refusal);
        }
    }

    /** Whether a server has the connections, the transactions and the consumers. First asked when the application starts. */
    boolean isInServer() {
        Boolean known = inServer;
        if (known == null) {
            known = context.hasTransactions() || Naming.find("java:app/AppName") != null;
            inServer = known;
        }
        return known;
    }

    private void sendInContainer(List<NewTask> tasks) {
        JMSContext context = newContext();
        try {
            send(context, tasks);
        } finally {
            // what was sent is stored, or is so with the transaction, whatever this says
            boolean unused = OwnConnection.closed(context);
        }
    }

    private void send(JMSContext session, List<NewTask> tasks) {
        for (NewTask task : tasks) {
            send(session, queue, MessageWriter.added(session, task.task()), task.delay());
        }
    }

    /** Stores a task that failed for its next attempt. */
    void again(JMSContext context, Message message, Duration delay) {
        send(context, queue, message, delay);
    }

    /** Lays a task aside that has failed for good. */
    void bury(JMSContext context, Message message) {
        send(context, deadLetters, message, Duration.ZERO);
    }

    /**
     * Takes the message of this task off the queue if the broker shows it, in the transaction of this thread if there is one.
     *
     * @throws NotStoredException if the broker cannot be asked
     */
    boolean takeBack(String id) {
        AtomicBoolean taken = new AtomicBoolean();
        try {
            if (isInServer()) {
                try (JMSContext context = newContext()) {
                    taken.set(takeBack(context, id));
                }
            } else {
                asking.inTransaction(context -> taken.set(takeBack(context, id)));
            }
        } catch (JMSRuntimeException | IllegalStateException refusal) {
            throw new NotStoredException(
                    "The broker cannot be asked for the task #" + id + ": " + refusal.getMessage(), refusal);
        }
        return taken.get();
    }

    /** Looks first, since to receive what is not there takes until a timeout. */
    private boolean takeBack(JMSContext context, String id) {
        if (!shows(context, id)) {
            return false;
        }
        try (JMSConsumer consumer = context.createConsumer(queue, selecting(id))) {
            return consumer.receive(TO_RECEIVE_WHAT_IS_SHOWN.toMillis()) != null;
        }
    }

    private boolean shows(JMSContext context, String id) {
        try (QueueBrowser browser = context.createBrowser(queue, selecting(id))) {
            return browser.getEnumeration().hasMoreElements();
        } catch (JMSException refusal) {
            throw Unchecked.of(refusal);
        }
    }

    private static String selecting(String id) {
        return TaskProperties.ID + " = '" + id + '\'';
    }

    /**
     * Returns the task whose status id has this hash, if the broker shows it: none that is being delivered, nor, with most brokers,
     * one that waits for its time.
     */
    @Nullable
    StoredTask find(String statusHash) {
        AtomicReference<@Nullable StoredTask> found = new AtomicReference<>();
        if (isInServer()) {
            try (JMSContext context = newContext()) {
                found.set(find(context, statusHash));
            }
        } else {
            asking.inTransaction(context -> found.set(find(context, statusHash)));
        }
        return found.get();
    }

    private @Nullable StoredTask find(JMSContext session, String statusHash) {
        StoredTask waiting = find(session, queue, statusHash, false);
        return waiting != null ? waiting : find(session, deadLetters, statusHash, true);
    }

    private static @Nullable StoredTask find(JMSContext session, Queue where, String statusHash, boolean dead) {
        try (QueueBrowser browser = session.createBrowser(where, TaskProperties.STATUS + " = '" + statusHash + '\'')) {
            Enumeration<?> messages = browser.getEnumeration();
            return messages.hasMoreElements() && messages.nextElement() instanceof Message message
                    ? TaskMessage.read(message).tracked(dead)
                    : null;
        } catch (JMSException refusal) {
            throw Unchecked.of(refusal);
        }
    }

    private void send(JMSContext context, Destination destination, Message message, Duration delay) {
        JMSProducer producer = context.createProducer();
        delays.delay(producer, message, delay);
        producer.send(destination, message);
    }

    void close() {
        sending.close();
        asking.close();
    }
}
