package org.backgroundtasks.internal.jaxrs;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Method;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Payara and GlassFish: Catalina's request stands on one of Grizzly's, which knows when its response is on the wire. */
final class CatalinaGate extends ServletGate {

    CatalinaGate(CurrentServletRequest current) {
        super(current);
    }

    @Override
    public String name() {
        return "grizzly";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.STRICT;
    }

    @Override
    boolean watch(ServletRequest request, Ledger ledger) {
        Request grizzlys = grizzlyRequest(request);
        if (grizzlys == null) {
            return false;
        }
        GrizzlyCompletion.watch(grizzlys, ledger);
        return true;
    }

    /** By reflection, since the server's own artifacts name the same method differently from one version to the next. */
    private static @Nullable Request grizzlyRequest(ServletRequest facade) {
        try {
            Object request =
                    facade.getClass().getMethod("getUnwrappedCoyoteRequest").invoke(facade);
            for (Method method : request.getClass().getMethods()) {
                if (method.getReturnType() == Request.class && method.getParameterCount() == 0) {
                    return (Request) method.invoke(request);
                }
            }
            return null;
        } catch (ReflectiveOperationException notCatalina) {
            return null;
        }
    }
}
