package org.backgroundtasks.internal;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** JNDI, which an embedded runtime may be without. */
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
