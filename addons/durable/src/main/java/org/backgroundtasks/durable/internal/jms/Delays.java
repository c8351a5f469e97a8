package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.durable.internal.envelope.OneLine;

/**
 * Has the broker deliver messages later; or, where its client cannot, writes into them when their time comes, so that consumers let
 * them wait. Thread-safe.
 */
final class Delays {

    /** ActiveMQ Classic's own, which counts only if its scheduler is on. */
    private static final String ACTIVEMQ_DELAY = "AMQ_SCHEDULED_DELAY";

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private final AtomicBoolean unsupported = new AtomicBoolean();

    void delay(JMSProducer producer, Message message, Duration delay) {
        if (delay.isZero() || (!unsupported.get() && isDelayed(producer, delay))) {
            return;
        }
        try {
            message.setLongProperty(TaskProperties.NOT_BEFORE, System.currentTimeMillis() + delay.toMillis());
            message.setLongProperty(ACTIVEMQ_DELAY, delay.toMillis());
        } catch (JMSException refusal) {
            throw Unchecked.of(refusal);
        }
    }

    private boolean isDelayed(JMSProducer producer, Duration delay) {
        try {
            producer.setDeliveryDelay(delay.toMillis());
            return true;
        } catch (UnsupportedOperationException | JMSRuntimeException refusal) {
            if (!unsupported.getAndSet(true)) {
                LOG.log(
                        Level.WARNING,
                        "The client of the broker cannot delay messages, so a consumer holds a task that it receives too early"
                                + " and handles no other meanwhile. On ActiveMQ Classic set schedulerSupport=\"true\": {0}",
                        OneLine.of(refusal));
            }
            return false;
        }
    }
}
