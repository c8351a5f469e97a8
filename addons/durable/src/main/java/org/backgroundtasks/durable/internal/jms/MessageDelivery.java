package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.util.function.Consumer;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.jspecify.annotations.Nullable;

/** A message that was received, in whose session or transaction what takes its place is sent. */
final class MessageDelivery implements DeliveredTask {

    /** Does something with a session in which the message is acknowledged, too. */
    interface Sessions {
        void with(Consumer<JMSContext> action);
    }

    private final Broker broker;
    private final TaskMessage received;
    private final Sessions sessions;

    MessageDelivery(Broker broker, TaskMessage received, Sessions sessions) {
        this.broker = broker;
        this.received = received;
        this.sessions = sessions;
    }

    @Override
    public TaskEnvelope task() {
        return received.task();
    }

    @Override
    public int writtenAttempt() {
        return received.written();
    }

    @Override
    public int deliveries() {
        return received.delivered();
    }

    @Override
    public Deferral deferral() {
        return received.deferral();
    }

    @Override
    public @Nullable String flaw() {
        return received.flaw();
    }

    @Override
    public void again(int attempt, Duration delay) {
        send(context -> broker.again(context, MessageWriter.again(context, received, attempt), delay));
    }

    @Override
    public void defer(Deferral deferral, Duration delay) {
        send(context -> broker.again(context, MessageWriter.unknown(context, received, deferral), delay));
    }

    @Override
    public void deadLetter(int attempt, Throwable cause) {
        send(context -> broker.bury(context, MessageWriter.dead(context, received, attempt, cause)));
    }

    /** Its time has not come; sent at once, since the broker delays nothing. */
    void early() {
        send(context -> broker.again(context, MessageWriter.early(context, received, attempt()), Duration.ZERO));
    }

    /** Not to be handled now: sent again as it is, since only to return it would cost an attempt. */
    void putBack(Duration delay) {
        if (received.early().isZero()) {
            again(attempt(), delay);
        } else {
            early();
        }
    }

    private void send(Consumer<JMSContext> sending) {
        try {
            sessions.with(sending);
        } catch (JMSRuntimeException refusal) {
            throw new NotStoredException(
                    "The broker refuses the task " + received + ": " + OneLine.of(refusal), refusal);
        }
    }
}
