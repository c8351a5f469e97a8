package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message that is received: handled, or stored again for another attempt or another node, or dead-lettered; in any
 * case acknowledged. If the broker refuses what that takes, this waits a little and throws, and the broker delivers the message again,
 * which counts as an attempt. So whatever goes wrong has an end, and a pause in between.
 */
public final class Deliveries {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    /** For another node of the same application, or this one when it has started again. */
    private static final Duration UNTIL_GIVEN_BACK = Duration.ofSeconds(1);

    /** The longest that a thread which receives waits, with a message in its hands. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

    /** How long a thread holds a message that has come too early before it lets others pass. */
    private static final Duration EARLY_HOLD = Duration.ofSeconds(1);

    private final BackgroundTasksEngine engine;
    private final Handlers handlers;
    private final Broker broker;
    private final Duration unknownHandlerFor;
    private final Figures figures;
    private final Setbacks setbacks = new Setbacks();
    private final CountDownLatch stopping = new CountDownLatch(1);

    Deliveries(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Broker broker,
            Duration unknownHandlerFor,
            Figures figures) {
        this.engine = engine;
        this.handlers = handlers;
        this.broker = broker;
        this.unknownHandlerFor = unknownHandlerFor;
        this.figures = figures;
    }

    /** In a container, which acknowledges the message when this returns, and else has it delivered again. */
    public void deliver(Message message) {
        deliver(message, sending -> {
            try (JMSContext context = broker.newContext()) {
                sending.accept(context);
            }
        });
    }

    /** In a session of ours, to be committed when this returns, and else rolled back. */
    void deliver(Message message, JMSContext session) {
        deliver(message, sending -> sending.accept(session));
    }

    /** In a session in which it must not be handled: stored again as it is, since only to return it would cost an attempt. */
    void putBack(Message message, JMSContext session) {
        Envelope task = Envelope.read(message);
        broker.again(
                session,
                task.early().isZero()
                        ? MessageWriter.again(session, task, task.attempt())
                        : MessageWriter.early(session, task),
                Duration.ZERO);
        session.acknowledge();
    }

    private void deliver(Message message, Consumer<Consumer<JMSContext>> withSession) {
        Envelope task = Envelope.read(message);
        try {
            new Delivered(task, withSession).decide();
        } catch (RuntimeException unexpected) {
            if (!(unexpected instanceof NotAcknowledgedException)) {
                hold(RedeliveryPolicy.DEFAULT.delayAfter(task.attempt()));
            }
            throw unexpected;
        }
    }

    /** Receives no more, so nobody waits any longer. */
    void stop() {
        stopping.countDown();
    }

    /** The handlers have ended. */
    void ended() {}

    /** Keeps this thread from receiving the next message at once. */
    private void hold(Duration pause) {
        Duration shortened = pause.compareTo(LONGEST_HOLD) < 0 ? pause : LONGEST_HOLD;
        try {
            boolean unused = stopping.await(shortened.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One message. */
    private final class Delivered {

        private final Envelope task;
        private final Consumer<Consumer<JMSContext>> withSession;

        Delivered(Envelope task, Consumer<Consumer<JMSContext>> withSession) {
            this.task = task;
            this.withSession = withSession;
        }

        void decide() {
            if (engine.hasStopped()) {
                throw new NotAcknowledgedException(
                        "The application has stopped, so another node is to handle the task " + task, null);
            }
            if (task.flaw() != null) {
                bury(new UnreadableTaskException(task.flaw(), null));
                return;
            }
            Handlers.Handler handler = handlers.find(task.handler());
            if (handler == null || !Envelope.VERSION.equals(task.version())) {
                unknown(handler);
            } else if (!task.early().isZero()) {
                early(handler);
            } else {
                attempt(handler);
            }
        }

        private void unknown(Handlers.@Nullable Handler handler) {
            Instant now = Instant.now();
            long since = task.deferral().unknownSince();
            Instant first = since == 0 || since > now.toEpochMilli() ? now : Instant.ofEpochMilli(since);
            String why = handler == null
                    ? "there is no handler '" + task.handler() + "' on this node"
                    : "the message has the version " + task.version() + ", and this node knows only "
                            + Envelope.VERSION;
            if (Duration.between(first, now).compareTo(unknownHandlerFor) >= 0) {
                bury(new UnreadableTaskException(
                        why + ", and no node has known it since " + first
                                + ": deploy a version that does, or annotate the renamed class with @Formerly",
                        null));
                return;
            }
            int times = task.deferral().times() + 1;
            Duration delay = RedeliveryPolicy.UNKNOWN_HANDLER.randomDelayAfter(times);
            store(context -> broker.again(context, MessageWriter.unknown(context, task, first), delay), delay);
            LOG.log(
                    times == 1 ? Level.WARNING : Level.DEBUG,
                    "Durable task {0} waits for a node that can handle it, at most until {1}: {2}",
                    task,
                    first.plus(unknownHandlerFor),
                    why);
        }

        /** A broker that delays nothing has delivered it. */
        private void early(Handlers.Handler handler) {
            hold(task.early().compareTo(EARLY_HOLD) < 0 ? task.early() : EARLY_HOLD);
            if (task.early().isZero()) {
                attempt(handler);
            } else {
                store(
                        context -> broker.again(context, MessageWriter.early(context, task), Duration.ZERO),
                        Duration.ZERO);
            }
        }

        private void attempt(Handlers.Handler handler) {
            RedeliveryPolicy policy = handler.redelivery();
            Throwable before = setbacks.before(task);
            if (task.isRedelivered() && task.attempt() > policy.attempts()) {
                bury(before != null ? before : withoutResult());
            } else if (task.isRedelivered() && before == null) {
                // redelivered without a known failure: no delay has passed yet
                again(task.attempt(), policy.randomDelayAfter(task.attempt() - 1), policy, withoutResult());
            } else {
                call(handler);
            }
        }

        private UnreadableTaskException withoutResult() {
            return new UnreadableTaskException(
                    "Attempt " + (task.attempt() - 1) + " ended without a result: its process died, or a transaction"
                            + " of the container timed out or failed",
                    null);
        }

        private void call(Handlers.Handler handler) {
            RedeliveryPolicy policy = handler.redelivery();
            Attempt attempt = new Attempt(handler, task);
            TaskStatus end = null;
            try {
                end = engine.runDelivered(attempt::make, task.name(), task.delivery(policy));
            } catch (IllegalStateException applicationStopped) {
                if (!engine.hasStopped()) {
                    throw applicationStopped;
                }
            }
            if (attempt.succeeded()) {
                setbacks.forget(task);
                figures.addHandled();
            } else if (end == null || engine.hasStopped()) {
                giveBack();
            } else if (wasCancelled(end)) {
                LOG.log(
                        Level.INFO,
                        "Durable task {0} was cancelled at attempt {1}, and is not tried again",
                        task,
                        task.attempt());
            } else {
                Throwable cause = end.lastTurn() == TaskEvent.Type.TIMED_OUT ? end.cause() : null;
                failed(policy, cause != null ? cause : attempt.failure());
            }
        }

        private static boolean wasCancelled(TaskStatus end) {
            return end.lastTurn() == TaskEvent.Type.INTERRUPTED || end.lastTurn() == TaskEvent.Type.DISCARDED;
        }

        /** Stored again, and not only given back, so that the broker does not count it. */
        private void giveBack() {
            try {
                withSession.accept(context ->
                        broker.again(context, MessageWriter.again(context, task, task.attempt()), UNTIL_GIVEN_BACK));
            } catch (RuntimeException refusal) {
                throw new NotAcknowledgedException(
                        "The application has stopped, so another node is to handle the task " + task, refusal);
            }
            LOG.log(Level.INFO, "Durable task {0} goes back to the broker, as the application has stopped", task);
        }

        private void failed(RedeliveryPolicy policy, Throwable cause) {
            setbacks.remember(task, cause);
            if (policy.allowsAnotherAfter(task.attempt()) && !policy.givesUpOn(cause)) {
                again(task.attempt() + 1, policy.delayAfter(task.attempt(), cause), policy, cause);
            } else {
                bury(cause);
            }
        }

        private void again(int next, Duration delay, RedeliveryPolicy policy, Throwable cause) {
            store(context -> broker.again(context, MessageWriter.again(context, task, next), delay), delay);
            figures.addRetried();
            LOG.log(
                    Level.WARNING,
                    "Durable task {0} failed at attempt {1} of {2}, and is tried again in {3}: {4}",
                    task,
                    Integer.toString(next - 1),
                    Integer.toString(policy.attempts()),
                    delay,
                    OneLine.of(cause));
            LOG.log(Level.DEBUG, "Why durable task " + task + " failed", cause);
        }

        private void bury(Throwable cause) {
            try {
                withSession.accept(
                        context -> broker.bury(context, MessageWriter.dead(context, task, task.attempt(), cause)));
            } catch (JMSRuntimeException refusal) {
                setbacks.remember(task, cause);
                LOG.log(
                        Level.WARNING,
                        "Durable task {0} belongs into the dead-letter queue, which refuses it: {1}",
                        task,
                        OneLine.of(refusal));
                hold(RedeliveryPolicy.DEFAULT.delayAfter(task.delivered()));
                throw new NotAcknowledgedException("The dead-letter queue refuses the task " + task, refusal);
            }
            setbacks.forget(task);
            figures.addDeadLettered();
            LOG.log(
                    Level.ERROR,
                    "Durable task " + task + " is a dead letter now, after attempt " + task.attempt(),
                    cause);
        }

        private void store(Consumer<JMSContext> sending, Duration delay) {
            try {
                withSession.accept(sending);
            } catch (JMSRuntimeException refusal) {
                LOG.log(
                        Level.WARNING,
                        "Durable task {0} cannot be stored again, and is delivered again instead: {1}",
                        task,
                        OneLine.of(refusal));
                hold(delay);
                throw new NotAcknowledgedException("The broker refuses the task " + task, refusal);
            }
        }
    }
}
