package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/** What becomes of a message that is received: handled, or tried again later, or a dead letter; in any case acknowledged. */
public final class Deliveries {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private final Engine engine;
    private final Handlers handlers;
    private final Broker broker;

    Deliveries(Engine engine, Handlers handlers, Broker broker) {
        this.engine = engine;
        this.handlers = handlers;
        this.broker = broker;
    }

    /**
     * Those of the application that this thread serves.
     *
     * @throws IllegalStateException if there is none
     */
    public static Deliveries current() {
        return DurableExtension.current().deliveries();
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

    private void deliver(Message message, Consumer<Consumer<JMSContext>> withSession) {
        Envelope task = Envelope.read(message);
        Attempt attempt = new Attempt(task);
        RetryPolicy retry = handlers.retry(task.handler());
        boolean stopped = engine.runDelivered(attempt::make, task.name(), task.delivery(retry));
        if (attempt.succeeded) {
            return;
        }
        if (engine.hasStopped()) {
            throw new IllegalStateException(
                    "The application has stopped, so another node is to handle the task " + task);
        }
        if (stopped) {
            LOG.log(
                    Level.INFO,
                    "Durable task {0} was cancelled at attempt {1}, and is not tried again",
                    task,
                    task.attempt());
            return;
        }
        Throwable cause = attempt.failure != null
                ? attempt.failure
                : new IllegalStateException("The container refused to call the handler; its log says why");
        withSession.accept(session -> failed(session, task, retry, cause));
    }

    private void failed(JMSContext session, Envelope task, RetryPolicy retry, Throwable cause) {
        if (retry.allowsAnotherAfter(task.attempt())) {
            Duration delay = retry.delayAfter(task.attempt());
            broker.again(session, task.again(session), delay);
            LOG.log(
                    Level.WARNING,
                    "Durable task {0} failed at attempt {1} of {2}, and is tried again in {3}: {4}",
                    task,
                    task.attempt(),
                    retry.attempts(),
                    delay,
                    cause);
        } else {
            broker.bury(session, task.dead(session, cause));
            LOG.log(
                    Level.ERROR,
                    "Durable task " + task + " failed at attempt " + task.attempt()
                            + ", the last, and is a dead letter now",
                    cause);
        }
    }

    /** One call of a handler; the engine reports how it ended, and this remembers. */
    private final class Attempt {

        private final Envelope task;
        private volatile boolean succeeded;
        private volatile @Nullable Throwable failure;

        Attempt(Envelope task) {
            this.task = task;
        }

        void make() throws Exception {
            try {
                if (task.handler() != null && !Envelope.VERSION.equals(task.version())) {
                    throw new UnreadableTaskException(
                            "The message has the version " + task.version() + ", and this node knows only "
                                    + Envelope.VERSION,
                            null);
                }
                handlers.handle(task.handler(), task.json());
                succeeded = true;
            } catch (Throwable thrown) {
                failure = thrown;
                throw thrown;
            }
        }
    }
}
