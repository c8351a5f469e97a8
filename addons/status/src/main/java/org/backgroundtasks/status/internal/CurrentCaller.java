package org.backgroundtasks.status.internal;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Holds the caller of the current request, from Jakarta REST. Request-scoped. */
class CurrentCaller {

    private @Nullable String name;

    /** Null if the caller is nobody, or unknown. */
    @Nullable
    String name() {
        return name;
    }

    void set(@Nullable String caller) {
        name = caller;
    }

    /** Notes the caller of each request, once the application's own filters have said who it is. */
    static final class Filter implements ContainerRequestFilter {

        /** Null until the first request, since the module may be configured after Jakarta REST. */
        private volatile @Nullable Boolean needed;

        @Override
        public void filter(ContainerRequestContext request) {
            if (!isNeeded()) {
                return;
            }
            Principal caller = request.getSecurityContext().getUserPrincipal();
            CDI.current().select(CurrentCaller.class).get().set(caller == null ? null : caller.getName());
        }

        private boolean isNeeded() {
            Boolean known = needed;
            if (known == null) {
                known = CDI.current().select(StatusSettings.class).get().bindToCaller();
                needed = known;
            }
            return known;
        }
    }
}
