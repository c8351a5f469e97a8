package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.NotAcknowledgedException;
import org.backgroundtasks.spi.LogText;

/**
 * Receives where no container does: some loops, each with a connection of its own, and on a managed thread of its own, since the
 * executor is for work that ends. A loop ends when the application stops, and for no other reason.
 */
final class Consumers {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    /** How long a loop may take to notice that it is to stop. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final BrokerStore store;
    private final Broker broker;
    private final int number;
    private final AtomicInteger live = new AtomicInteger();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch running;

    Consumers(BrokerStore store, Broker broker, int number) {
        this.store = store;
        this.broker = broker;
        this.number = number;
        running = new CountDownLatch(number);
    }

    int number() {
        return number;
    }

    /** Those that are connected. */
    int live() {
        return live.get();
    }

    void start(Executor newThread) {
        for (long i = running.getCount(); i > 0; i--) {
            Loop loop = new Loop(i);
            newThread.execute(loop::receiveUntilStopped);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Receives no more. */
    void stop() {
        stopping.countDown();
    }

    /** Waits until the last loop has acknowledged what it had received. */
    void awaitEnd(Duration timeout) {
        await(running, timeout);
    }

    private static void await(CountDownLatch latch, Duration timeout) {
        try {
            boolean unused = latch.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            // of a handler, or spurious: the flag would keep the broker's client from working
        }
    }

    /** One consumer. */
    private final class Loop {

        private final long number;
        private Duration pause = FIRST_PAUSE;
        private boolean wasGone;

        Loop(long number) {
            this.number = number;
        }

        void receiveUntilStopped() {
            try {
                while (!isStopping()) {
                    try {
                        connectAndReceive();
                    } catch (Throwable any) {
                        resting(any);
                    }
                }
            } finally {
                running.countDown();
            }
        }

        private void connectAndReceive() {
            try (JMSContext session = broker.newTransactedContext();
                    JMSConsumer consumer = session.createConsumer(broker.queue())) {
                live.incrementAndGet();
                try {
                    if (wasGone) {
                        LOG.log(Level.INFO, "Consumer {0} of durable tasks receives again", number);
                        wasGone = false;
                    }
                    receive(session, consumer);
                } finally {
                    live.decrementAndGet();
                }
            }
        }

        private void receive(JMSContext session, JMSConsumer consumer) {
            while (!isStopping()) {
                Message message = consumer.receive(POLL.toMillis());
                if (message != null) {
                    deliver(session, message);
                }
                pause = FIRST_PAUSE;
            }
        }

        private void deliver(JMSContext session, Message message) {
            try {
                store.deliver(message, session);
            } catch (NotAcknowledgedException delivered) {
                LOG.log(Level.INFO, "A durable task goes back to the broker: {0}", delivered.getMessage());
                session.rollback();
                return;
            } catch (RuntimeException | Error unexpected) {
                LOG.log(
                        Level.WARNING,
                        "Durable task " + TaskMessage.read(message)
                                + " goes back to the broker, as it could not be dealt with",
                        unexpected);
                session.rollback();
                return;
            }
            session.commit();
        }

        /** The connection is closed by now, so what was received and not acknowledged is with the broker again. */
        private void resting(Throwable cause) {
            if (isStopping()) {
                return;
            }
            wasGone = true;
            boolean garbled = leftToBroker();
            try {
                LOG.log(
                        Level.WARNING,
                        garbled
                                ? "Consumer {0} of durable tasks cannot read the next message, and tries again in {1}."
                                        + " The broker dead-letters the message at its limit of deliveries: {2}"
                                : "Consumer {0} of durable tasks does not receive, and tries again in {1}: {2}",
                        number,
                        LogText.duration(garbled ? FIRST_PAUSE : pause),
                        OneLine.of(cause));
                LOG.log(Level.DEBUG, "Why consumer " + number + " of durable tasks does not receive", cause);
            } catch (RuntimeException | Error logFails) {
                // a consumer that ends for its log would be worse than one that rests unseen
            }
            if (garbled) {
                await(stopping, FIRST_PAUSE);
                return;
            }
            await(stopping, pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }

        /**
         * Has the broker count a delivery of the next message if its client cannot read it: else the broker takes the message for
         * one that was never delivered, and hands it out again and again, before all others. False if the message can be read, or
         * the broker is gone.
         */
        private boolean leftToBroker() {
            try (JMSContext session = broker.newRecoverableContext();
                    JMSConsumer consumer = session.createConsumer(broker.queue())) {
                Message readable;
                try {
                    readable = consumer.receive(POLL.toMillis());
                } catch (RuntimeException garbled) {
                    session.recover();
                    return true;
                }
                if (readable != null) {
                    store.putBack(readable, session);
                }
                return false;
            } catch (RuntimeException | Error brokerGone) {
                return false;
            }
        }
    }
}
