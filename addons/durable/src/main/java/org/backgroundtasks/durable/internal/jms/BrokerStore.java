package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.NotAcknowledgedException;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskReceiver;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/** A broker as the store of durable tasks, by consumers of its own or the application's message-driven beans. */
final class BrokerStore implements TaskStore {

    private static final int CONSUMERS_UNLESS_SET = 4;

    /** How long a thread holds a message that has come too early before it lets others pass. */
    private static final Duration EARLY_HOLD = Duration.ofSeconds(1);

    /** While the application stops: for another node, or this one when it has started again. */
    private static final Duration UNTIL_GIVEN_BACK = Duration.ofSeconds(1);

    private final Broker broker;
    private final BrokerSettings settings;
    private final BackgroundTasksEngine engine;
    private final TaskReceiver receiver;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumers consumers;

    BrokerStore(StoreContext context, BrokerSettings settings) {
        this.settings = settings;
        this.broker = new Broker(settings, context);
        this.engine = context.engine();
        this.receiver = context.receiver();
    }

    @Override
    public void store(List<NewTask> tasks) {
        broker.store(tasks);
    }

    @Override
    public boolean takeBack(String id) {
        return broker.takeBack(id);
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        try {
            return broker.find(statusHash);
        } catch (RuntimeException refusal) {
            throw new IOException("The broker of durable tasks cannot be asked: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public String startReceiving() {
        int number = number();
        if (number == 0) {
            return "no consumers but the application's message-driven beans that extend DurableTaskListener";
        }
        Consumers started = new Consumers(this, broker, number);
        consumers = started;
        started.start(engine::startThread);
        return number + " consumers";
    }

    private int number() {
        Integer configured = settings.consumers();
        if (!broker.isInServer()) {
            return configured == null ? CONSUMERS_UNLESS_SET : configured;
        }
        if (configured != null && configured > 0) {
            throw new IllegalStateException(
                    "Configuration " + BrokerSettings.CONSUMERS + " is " + configured
                            + ", but on this server message-driven beans consume: remove the setting, and extend DurableTaskListener");
        }
        return 0;
    }

    /** In a container, which acknowledges the message when this returns, and else has it delivered again. */
    void deliver(Message message) {
        MessageDelivery.Sessions ofContainer = sending -> {
            // a container that stops interrupts its threads, which could then neither send this nor commit it
            boolean unused = Thread.interrupted();
            try (JMSContext context = broker.newContext()) {
                sending.accept(context);
            }
        };
        if (stopping.getCount() == 0) {
            giveBack(message, ofContainer);
        } else {
            deliver(message, ofContainer);
        }
    }

    /** A container delivers until it stops its beans, also what this node has just handed over; and counts what it cuts off then. */
    private void giveBack(Message message, MessageDelivery.Sessions sessions) {
        MessageDelivery delivery = new MessageDelivery(broker, TaskMessage.read(message), sessions);
        try {
            delivery.putBack(UNTIL_GIVEN_BACK);
        } catch (NotStoredException refusal) {
            throw new NotAcknowledgedException(
                    "The application stops, so another node is to handle the task " + delivery.task(), refusal);
        }
    }

    /** In a session of ours, to be committed when this returns, and else rolled back. */
    void deliver(Message message, JMSContext session) {
        deliver(message, sending -> sending.accept(session));
    }

    private void deliver(Message message, MessageDelivery.Sessions sessions) {
        TaskMessage received = TaskMessage.read(message);
        MessageDelivery delivery = new MessageDelivery(broker, received, sessions);
        if (received.flaw() == null && !received.early().isZero()) {
            hold(received.early());
            if (!received.early().isZero()) {
                early(delivery);
                return;
            }
        }
        receiver.receive(delivery);
    }

    /** A broker that delays nothing has delivered it. */
    private void early(MessageDelivery delivery) {
        try {
            delivery.early();
        } catch (NotStoredException refusal) {
            hold(EARLY_HOLD);
            throw new NotAcknowledgedException(
                    "The task " + delivery.task() + " has come too early, and cannot be stored again: "
                            + OneLine.of(refusal),
                    refusal);
        }
    }

    private void hold(Duration pause) {
        Duration shortened = pause.compareTo(EARLY_HOLD) < 0 ? pause : EARLY_HOLD;
        try {
            boolean unused = stopping.await(shortened.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a session in which it must not be handled. */
    void putBack(Message message, JMSContext session) {
        new MessageDelivery(broker, TaskMessage.read(message), sending -> sending.accept(session))
                .putBack(Duration.ZERO);
        session.acknowledge();
    }

    @Override
    public void stopReceiving() {
        stopping.countDown();
        Consumers started = consumers;
        if (started != null) {
            started.stop();
        }
    }

    @Override
    public void awaitReceived(Duration timeout) {
        Consumers started = consumers;
        if (started != null) {
            started.awaitEnd(timeout);
        }
    }

    @Override
    public void close() {
        broker.close();
    }

    @Override
    public int consumers() {
        Consumers started = consumers;
        return started == null ? 0 : started.number();
    }

    @Override
    public int liveConsumers() {
        Consumers started = consumers;
        return started == null ? 0 : started.live();
    }
}
