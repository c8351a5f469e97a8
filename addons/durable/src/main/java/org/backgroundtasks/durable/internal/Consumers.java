package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Receives where no container does: some loops, each with a connection of its own, and on a managed thread of its own, since the
 * executor is for work that ends.
 */
final class Consumers {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    /** How long a loop may take to notice that it is to stop. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Deliveries deliveries;
    private final Broker broker;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch running;

    Consumers(Deliveries deliveries, Broker broker, int number) {
        this.deliveries = deliveries;
        this.broker = broker;
        running = new CountDownLatch(number);
    }

    void start(Executor newThread) {
        for (long i = running.getCount(); i > 0; i--) {
            newThread.execute(this::receiveUntilStopped);
        }
    }

    private void receiveUntilStopped() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!isStopping()) {
                try (JMSContext session = broker.newTransactedContext();
                        JMSConsumer consumer = session.createConsumer(broker.queue())) {
                    pause = FIRST_PAUSE;
                    receive(session, consumer);
                } catch (JMSRuntimeException brokerGone) {
                    if (!isStopping()) {
                        LOG.log(
                                Level.WARNING,
                                "The broker of durable tasks is gone; trying again in " + pause + ": "
                                        + brokerGone.getMessage());
                        LOG.log(Level.DEBUG, "The broker of durable tasks is gone", brokerGone);
                        await(stopping, pause);
                        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                                ? pause.multipliedBy(2)
                                : LONGEST_PAUSE;
                    }
                }
            }
        } finally {
            running.countDown();
        }
    }

    private void receive(JMSContext session, JMSConsumer consumer) {
        while (!isStopping()) {
            Message message = consumer.receive(POLL.toMillis());
            if (message != null) {
                try {
                    deliveries.deliver(message, session);
                    session.commit();
                } catch (IllegalStateException stopped) {
                    LOG.log(Level.INFO, "A durable task goes back to the broker: {0}", stopped.getMessage());
                    session.rollback();
                }
            }
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
            Thread.currentThread().interrupt();
        }
    }
}
