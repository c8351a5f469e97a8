package org.backgroundtasks.durable.internal.container;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Looks up JNDI names, where there is a naming service. */
public final class Naming {

    private Naming() {}

    /** Null if nothing is bound there, or there is no naming service. */
    public static @Nullable Object find(String name) {
        try {
            return lookup(name);
        } catch (NamingException notThere) {
            return null;
        }
    }

    /**
     * For a name that has to be there.
     *
     * @throws NamingException as the naming service says, if there is one
     */
    @SuppressWarnings("BanJNDI") // the names come from the administrator
    public static @Nullable Object lookup(String name) throws NamingException {
        return InitialContext.doLookup(name);
    }
}
