package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection kept open, where no container has a pool of them. Thread-safe; one thread connects, and others wait for that. */
final class OwnConnection {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private final ConnectionFactory factory;
    /** What is there, or on its way. */
    private @Nullable CompletableFuture<JMSContext> connection;

    private boolean closed;

    OwnConnection(ConnectionFactory factory) {
        this.factory = factory;
    }

    /**
     * Does this in a session of its own, and commits. A connection that turns out to be dead is replaced once.
     *
     * @throws IllegalStateException if this was closed
     */
    void inTransaction(Consumer<JMSContext> action) {
        JMSContext kept = kept();
        if (kept != null) {
            try {
                doAndCommit(kept, action);
                return;
            } catch (ConnectionLostException lost) {
                drop(kept);
            }
        }
        JMSContext fresh = open();
        try {
            doAndCommit(fresh, action);
        } catch (ConnectionLostException lost) {
            drop(fresh);
            throw lost.cause();
        }
    }

    /** What fails before the commit can be done again, since the broker has kept nothing of it; a commit cannot. */
    private void doAndCommit(JMSContext connected, Consumer<JMSContext> action) throws ConnectionLostException {
        JMSContext session;
        try {
            session = connected.createContext(JMSContext.SESSION_TRANSACTED);
        } catch (JMSRuntimeException lost) {
            throw new ConnectionLostException(lost);
        }
        boolean closes = false;
        try {
            try {
                action.accept(session);
            } catch (JMSRuntimeException refusal) {
                throw new ConnectionLostException(refusal);
            }
            try {
                session.commit();
            } catch (JMSRuntimeException refusal) {
                drop(connected);
                throw refusal;
            }
        } finally {
            closes = closed(session);
        }
        if (!closes) {
            drop(connected);
        }
    }

    /** Whether it could be closed; what was committed is so in either case. */
    static boolean closed(JMSContext context) {
        try {
            context.close();
            return true;
        } catch (JMSRuntimeException refusal) {
            LOG.log(Level.DEBUG, "A session of the broker cannot be closed", refusal);
            return false;
        }
    }

    private synchronized @Nullable JMSContext kept() {
        CompletableFuture<JMSContext> present = connection;
        return present != null && present.isDone() && !present.isCompletedExceptionally() ? present.join() : null;
    }

    private JMSContext open() {
        CompletableFuture<JMSContext> ours = new CompletableFuture<>();
        CompletableFuture<JMSContext> others;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the application has stopped, and its connection is closed");
            }
            others = connection;
            if (others == null) {
                connection = ours;
            }
        }
        return others == null ? connect(ours) : awaited(others);
    }

    private JMSContext connect(CompletableFuture<JMSContext> ours) {
        try {
            JMSContext connected = factory.createContext();
            ours.complete(connected);
            if (isGivenUp(ours)) {
                boolean unused = closed(connected);
            }
            return connected;
        } catch (RuntimeException | Error refusal) {
            synchronized (this) {
                if (connection == ours) {
                    connection = null;
                }
            }
            ours.completeExceptionally(refusal);
            throw refusal;
        }
    }

    private synchronized boolean isGivenUp(CompletableFuture<JMSContext> ours) {
        return connection != ours;
    }

    private static JMSContext awaited(CompletableFuture<JMSContext> others) {
        try {
            return others.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof JMSRuntimeException refusal) {
                throw new JMSRuntimeException(refusal.getMessage(), refusal.getErrorCode(), refusal);
            }
            throw failed;
        }
    }

    private void drop(JMSContext dead) {
        synchronized (this) {
            CompletableFuture<JMSContext> present = connection;
            if (present != null && present.getNow(null) == dead) {
                connection = null;
            }
        }
        // of no use any more, which is why it is dropped
        boolean unused = closed(dead);
    }

    void close() {
        JMSContext present = kept();
        synchronized (this) {
            closed = true;
            connection = null;
        }
        if (present != null) {
            boolean unused = closed(present);
        }
    }

    /** The connection may have been dead before; the broker has kept nothing. */
    private static final class ConnectionLostException extends Exception {

        private static final long serialVersionUID = 1;

        private final JMSRuntimeException reported;

        ConnectionLostException(JMSRuntimeException reported) {
            super(reported);
            this.reported = reported;
        }

        JMSRuntimeException cause() {
            return reported;
        }
    }
}
