package org.backgroundtasks.durable.internal;

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
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.naming.NamingException;
import org.backgroundtasks.durable.NotStoredException;
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

    private final Delays delays = new Delays();

    private volatile @Nullable Boolean inServer;
    private volatile @Nullable Jta jta;

    /**
     * Looks the broker up.
     *
     * @throws IllegalStateException naming what is not there
     */
    Broker(DurableSettings settings) {
        factory = find(DurableSettings.CONNECTION_FACTORY, settings.connectionFactory(), ConnectionFactory.class);
        queue = find(DurableSettings.QUEUE, settings.queue(), Queue.class);
        deadLetters = find(DurableSettings.DEAD_LETTER_QUEUE, settings.deadLetterQueue(), Queue.class);
        sending = new OwnConnection(factory);
        asking = new OwnConnection(factory);
    }

    private static <T> T find(String key, @Nullable String name, Class<T> type) {
        if (name == null) {
            throw new IllegalStateException("This application has handlers of durable tasks, but " + key
                    + " is not set: it is to be the JNDI name of a " + type.getSimpleName()
                    + " that the server's administration has created");
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
    void store(List<OutgoingTask> tasks) {
        try {
            if (!isInServer()) {
                sending.inTransaction(context -> send(context, tasks));
                return;
            }
            Jta transactions = jta();
            if (transactions != null && tasks.size() > 1 && !transactions.isActive()) {
                // containers know no other transactions; one message needs none
                transactions.inTransaction(() -> sendInContainer(tasks));
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

    /**
     * The outbox of this thread's transaction, whose tasks are stored as it begins to commit.
     *
     * @return null outside a transaction, and in one that has been committed
     */
    @Nullable
    Outbox transactionOutbox(Supplier<Outbox> newOutbox, Consumer<List<OutgoingTask>> atCommit) {
        Jta transactions = isInServer() ? jta() : null;
        return transactions == null ? null : transactions.outbox(newOutbox, atCommit);
    }

    /** Whether a server has the connections, the transactions and the consumers. First asked when the application starts. */
    boolean isInServer() {
        Boolean known = inServer;
        if (known == null) {
            known = jta() != null || Naming.find("java:app/AppName") != null;
            inServer = known;
        }
        return known;
    }

    /** Null where there is no transaction manager, or this thread cannot see it. */
    private @Nullable Jta jta() {
        Jta found = jta;
        if (found == null) {
            found = Jta.find();
            jta = found;
        }
        return found;
    }

    private void sendInContainer(List<OutgoingTask> tasks) {
        JMSContext context = newContext();
        try {
            send(context, tasks);
        } finally {
            // what was sent is stored, or is so with the transaction, whatever this says
            boolean unused = OwnConnection.closed(context);
        }
    }

    private void send(JMSContext context, List<OutgoingTask> tasks) {
        for (OutgoingTask task : tasks) {
            send(context, queue, MessageWriter.added(context, task), task.delay());
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
        return Envelope.ID + " = '" + id + '\'';
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

    private @Nullable StoredTask find(JMSContext context, String statusHash) {
        StoredTask waiting = find(context, queue, statusHash);
        if (waiting != null) {
            return waiting;
        }
        StoredTask dead = find(context, deadLetters, statusHash);
        return dead == null
                ? null
                : new StoredTask(statusHash, dead.name(), dead.caller(), dead.addedAt(), dead.attempt(), true);
    }

    private static @Nullable StoredTask find(JMSContext context, Queue where, String statusHash) {
        try (QueueBrowser browser = context.createBrowser(where, Envelope.STATUS + " = '" + statusHash + '\'')) {
            Enumeration<?> messages = browser.getEnumeration();
            return messages.hasMoreElements() && messages.nextElement() instanceof Message message
                    ? Envelope.read(message).tracking()
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
