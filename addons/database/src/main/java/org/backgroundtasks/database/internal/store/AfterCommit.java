package org.backgroundtasks.database.internal.store;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Does something once the transaction of this thread has committed. The only class that touches the transaction API. */
final class AfterCommit {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");
    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

    private AfterCommit() {}

    /** Registers that; not at all if the container does not let this be done any more, as polling finds the rows then. */
    @SuppressWarnings("BanJNDI") // a name of the platform's
    static void run(Runnable action) {
        try {
            TransactionSynchronizationRegistry registry = InitialContext.doLookup(REGISTRY);
            registry.registerInterposedSynchronization(new Waking(action));
        } catch (NamingException | IllegalStateException tooLate) {
            LOG.log(Level.DEBUG, "The next poll finds what this transaction commits", tooLate);
        }
    }

    private record Waking(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                action.run();
            }
        }
    }
}
