package org.backgroundtasks.durable.internal;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection kept open, where no container has a pool of them. Thread-safe. */
final class OwnConnection {

    private final ConnectionFactory factory;
    private @Nullable JMSContext connection;

    OwnConnection(ConnectionFactory factory) {
        this.factory = factory;
    }

    /** Does this in a session of its own, and commits. A connection that turns out to be dead is replaced once. */
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
        try (session) {
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
        }
    }

    private synchronized @Nullable JMSContext kept() {
        return connection;
    }

    private synchronized JMSContext open() {
        JMSContext present = connection;
        if (present == null) {
            present = factory.createContext();
            connection = present;
        }
        return present;
    }

    private void drop(JMSContext dead) {
        synchronized (this) {
            if (connection == dead) {
                connection = null;
            }
        }
        try {
            dead.close();
        } catch (JMSRuntimeException closedAlready) {
            // it is of no use any more, which is why it is dropped
        }
    }

    void close() {
        JMSContext present = kept();
        if (present != null) {
            drop(present);
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
