package org.backgroundtasks.internal;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** JNDI, which an embedded runtime may be without. */
public final class Naming {

    private Naming() {}

    /** Null if nothing is bound there, or there is no naming service. */
    @SuppressWarnings("BanJNDI") // the names come from the administrator
    public static @Nullable Object find(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException notThere) {
            return null;
        }
    }
}
