package org.backgroundtasks.gates.jersey;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Jersey can inject for the request that it serves on this thread. */
public final class JerseyScope {

    private JerseyScope() {}

    /** Null outside a request of the Jersey application that is asked. */
    public static <T> @Nullable T served(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (RuntimeException noRequestOnThisThread) {
            return null;
        }
    }
}
