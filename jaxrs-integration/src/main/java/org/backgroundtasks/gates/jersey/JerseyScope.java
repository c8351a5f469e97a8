package org.backgroundtasks.gates.jersey;

import java.util.function.Function;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.process.internal.RequestScope;
import org.jspecify.annotations.Nullable;

/** What one Jersey application can inject for the request that it serves on this thread. */
public final class JerseyScope {

    private final InjectionManager injection;
    private volatile @Nullable RequestScope scope;

    public JerseyScope(InjectionManager injection) {
        this.injection = injection;
    }

    /** Null outside a request of the application. */
    public <T> @Nullable T served(Function<InjectionManager, T> lookup) {
        try {
            // outside a request this throws one exception; a look-up throws two, as HK2 wraps it in its own
            scope().current();
            return lookup.apply(injection);
        } catch (RuntimeException noRequestOnThisThread) {
            return null;
        }
    }

    private RequestScope scope() {
        RequestScope known = scope;
        if (known == null) {
            known = injection.getInstance(RequestScope.class);
            scope = known;
        }
        return known;
    }
}
