package org.backgroundtasks.internal.container;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.naming.spi.NamingManager;
import org.jspecify.annotations.Nullable;

/** Looks up JNDI names for one application. Remembers nothing but that there is no naming service at all. */
public final class Jndi {

    private volatile boolean noService;

    /** Returns null if nothing is bound there as seen from this thread, or there is no naming service. */
    @SuppressWarnings("BanJNDI") // the names come from the administrator
    @Nullable
    Object find(String name) {
        if (noService && !installedMeanwhile()) {
            return null;
        }
        try {
            return InitialContext.doLookup(name);
        } catch (NoInitialContextException absent) {
            noService = true;
            return null;
        } catch (NamingException notThere) {
            return null;
        }
    }

    /** Whether no server installed the naming service: one that a library brought along knows no application's names. */
    boolean isSameOnAllThreads() {
        if (noService || installedMeanwhile()) {
            return false;
        }
        try {
            return NamingManager.getURLContext("java", new InitialContext().getEnvironment()) == null;
        } catch (NamingException broken) {
            return false;
        }
    }

    /** Costs next to nothing, where a failed look-up costs an exception. */
    private static boolean installedMeanwhile() {
        return NamingManager.hasInitialContextFactoryBuilder()
                || System.getProperty(InitialContext.INITIAL_CONTEXT_FACTORY) != null;
    }
}
