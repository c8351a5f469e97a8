package org.backgroundtasks.durable.internal.handler;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.internal.envelope.UnreadableTaskException;
import org.backgroundtasks.durable.internal.monitor.Figures;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.NotAcknowledgedException;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.durable.spi.TaskReceiver;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.TaskStatus;
import org.backgroundtasks.spi.TaskTracker;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a task that is received: handled, or stored again for another attempt or another node, or dead-lettered. If the
 * store refuses what that takes, this waits a little and throws, and the store hands the task out again, which counts as an attempt. So
 * whatever goes wrong has an end, and a pause in between.
 */
public final class Deliveries implements TaskReceiver {

    private static final String ROLLED_BACK = "the transaction of its delivery was rolled back";

    /** For another node of the same application, or this one when it has started again. */
    private static final Duration UNTIL_GIVEN_BACK = Duration.ofSeconds(1);

    private static final Duration OLDEST = Duration.ofDays(36_500);

    private final BackgroundTasksEngine engine;
    private final Handlers handlers;
    private final Duration unknownHandlerFor;
    private final DeliveryLog log;

    /** Says whether what this thread's transaction stores is stored. */
    private final Consumer<Consumer<Boolean>> whenStored;

    private final Setbacks setbacks = new Setbacks();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();

    public Deliveries(
            BackgroundTasksEngine engine,
            Handlers handlers,
            Duration unknownHandlerFor,
            Figures figures,
            Consumer<Consumer<Boolean>> whenStored) {
        this.engine = engine;
        this.handlers = handlers;
        this.unknownHandlerFor = unknownHandlerFor;
        this.log = new DeliveryLog(figures);
        this.whenStored = whenStored;
    }

    @Override
    public void receive(DeliveredTask delivered) {
        try {
            new Received(delivered).decide();
        } catch (RuntimeException unexpected) {
            if (!(unexpected instanceof NotAcknowledgedException)) {
                hold(RedeliveryPolicy.DEFAULT.delayAfter(delivered.attempt()));
            }
            throw unexpected;
        }
    }

    /** Receives no more, so nobody waits any longer. */
    public void stop() {
        stopping.countDown();
    }

    /** Interrupts what is being handled, to be stored again at the same attempt. */
    public void endAttempts() {
        underWay.forEach(Attempt::endEarly);
    }

    /** Keeps this thread from receiving the next task at once. */
    private void hold(Duration pause) {
        try {
            boolean unused = stopping.await(Setbacks.shortened(pause).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One task. */
    private final class Received {

        private final DeliveredTask delivered;
        private final TaskEnvelope task;
        private final int attempt;
        private final Setbacks.@Nullable Setback before;

        Received(DeliveredTask delivered) {
            this.delivered = delivered;
            this.task = delivered.task();
            this.attempt = delivered.attempt();
            this.before = setbacks.before(delivered);
        }

        void decide() {
            if (before != null) {
                hold(before.pause());
            }
            if (engine.hasStopped()) {
                throw new NotAcknowledgedException(
                        "The application has stopped, so another node is to handle the task " + task, null);
            }
            String flaw = delivered.flaw();
            if (flaw != null) {
                bury(new UnreadableTaskException(flaw, null));
                return;
            }
            Handlers.Handler handler = handlers.find(task.handler());
            if (handler == null || !TaskEnvelope.VERSION.equals(task.version())) {
                unknown(handler);
            } else {
                attempt(handler);
            }
        }

        private void unknown(Handlers.@Nullable Handler handler) {
            Instant now = Instant.now();
            long since = delivered.deferral().unknownSince();
            Instant first = since == 0 || since > now.toEpochMilli() ? now : Instant.ofEpochMilli(since);
            String why = handler == null
                    ? "there is no handler '" + task.handler() + "' on this node"
                    : "the message has the version " + task.version() + ", and this node knows only "
                            + TaskEnvelope.VERSION;
            if (Duration.between(first, now).compareTo(unknownHandlerFor) >= 0) {
                bury(new UnreadableTaskException(
                        why + ", and no node has known it since " + first
                                + ": deploy a version that does, or annotate the renamed class with @Formerly",
                        null));
                return;
            }
            int times = delivered.deferral().times() + 1;
            Duration delay = RedeliveryPolicy.UNKNOWN_HANDLER.randomDelayAfter(times);
            store(() -> delivered.defer(new Deferral(first.toEpochMilli(), times), delay), delay);
            log.deferred(task, times, first.plus(unknownHandlerFor), why);
        }

        private void attempt(Handlers.Handler handler) {
            RedeliveryPolicy policy = handler.redelivery();
            if (delivered.isRedelivered() && attempt > policy.attempts()) {
                // a dead letter that was refused comes again and again, and is no further attempt
                int made = Math.min(attempt - 1, Math.max(delivered.writtenAttempt(), policy.attempts()));
                bury(made, before != null ? before.cause() : withoutResult());
            } else if (delivered.isRedelivered() && before == null) {
                // redelivered without a known failure: no delay has passed yet
                again(attempt, policy.randomDelayAfter(attempt - 1), policy, withoutResult());
            } else {
                call(handler);
            }
        }

        private LostAttemptException withoutResult() {
            return new LostAttemptException(
                    "Attempt " + (attempt - 1) + " ended without a result: its process died, or a transaction"
                            + " of the container timed out or failed");
        }

        private void call(Handlers.Handler handler) {
            RedeliveryPolicy policy = handler.redelivery();
            Attempt made = new Attempt(handler, task);
            TaskStatus end = null;
            underWay.add(made);
            try {
                end = engine.runDelivered(made::make, task.displayName(), toldToEngine(policy));
            } catch (IllegalStateException applicationStopped) {
                if (!engine.hasStopped()) {
                    throw applicationStopped;
                }
            } finally {
                underWay.remove(made);
            }
            if (made.succeeded()) {
                setbacks.forget(delivered);
                log.handled();
            } else if (end == null || engine.hasStopped() || made.wasEndedEarly(end)) {
                giveBack();
            } else if (wasCancelled(end)) {
                delivered.cancelled();
                log.cancelled(task, attempt);
            } else {
                Throwable cause = end.lastTurn() == TaskEvent.Type.TIMED_OUT ? end.cause() : null;
                failed(policy, cause != null ? cause : made.failure());
            }
        }

        private Delivery toldToEngine(RedeliveryPolicy policy) {
            Duration age = Duration.between(task.addedAt(), Instant.now());
            // clocks of two nodes may differ, and what is no message of ours may say anything
            boolean credible = !age.isNegative() && age.compareTo(OLDEST) < 0;
            return new Delivery(
                    task.id(),
                    attempt,
                    task.method(),
                    task.path(),
                    task.caller(),
                    task.traceparent(),
                    credible ? age : Duration.ZERO,
                    policy.attemptTimeout(),
                    cause -> policy.retries(attempt, cause) ? policy.longestDelayAfter(attempt, cause) : null,
                    task.tracked(attempt, false));
        }

        private static boolean wasCancelled(TaskStatus end) {
            return end.lastTurn() == TaskEvent.Type.INTERRUPTED || end.lastTurn() == TaskEvent.Type.DISCARDED;
        }

        /** Stored again, and not only given back, so that the store does not count it. */
        private void giveBack() {
            try {
                delivered.again(attempt, UNTIL_GIVEN_BACK);
            } catch (RuntimeException refusal) {
                throw new NotAcknowledgedException(
                        "The application has stopped, so another node is to handle the task " + task, refusal);
            }
            log.givenBack(task);
        }

        private void failed(RedeliveryPolicy policy, Throwable cause) {
            if (policy.retries(attempt, cause)) {
                Duration delay = policy.delayAfter(attempt, cause);
                setbacks.remember(delivered, cause, delay);
                again(attempt + 1, delay, policy, cause);
            } else {
                bury(cause);
            }
        }

        private void again(int next, Duration delay, RedeliveryPolicy policy, Throwable cause) {
            store(() -> delivered.failed(next, delay, cause), delay);
            whenStored.accept(stored -> {
                if (stored) {
                    log.retried(task, next - 1, policy.attempts(), delay, cause);
                } else {
                    log.refused(task, ROLLED_BACK);
                }
            });
        }

        private void bury(Throwable cause) {
            bury(attempt, cause);
        }

        private void bury(int made, Throwable cause) {
            Duration pause = RedeliveryPolicy.DEFAULT.delayAfter(delivered.deliveries());
            setbacks.remember(delivered, cause, pause);
            try {
                delivered.deadLetter(made, cause);
            } catch (NotStoredException refusal) {
                log.deadLetterRefused(task, OneLine.of(refusal));
                hold(pause);
                throw new NotAcknowledgedException("The dead letter " + task + " is refused", refusal);
            }
            StoredTask tracked = task.tracked(made, true);
            TaskTracker tracker = engine.addOns().tracker();
            if (tracked != null && tracker != null) {
                tracker.deadLettered(tracked);
            }
            whenStored.accept(stored -> {
                if (stored) {
                    setbacks.forget(delivered);
                    log.deadLettered(task, made, cause);
                } else {
                    log.deadLetterRefused(task, ROLLED_BACK);
                }
            });
        }

        private void store(Runnable storing, Duration delay) {
            try {
                storing.run();
            } catch (NotStoredException refusal) {
                log.refused(task, OneLine.of(refusal));
                hold(delay);
                throw new NotAcknowledgedException("The store refuses the task " + task, refusal);
            }
        }
    }
}
