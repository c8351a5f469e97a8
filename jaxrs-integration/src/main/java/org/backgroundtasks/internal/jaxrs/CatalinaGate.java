package org.backgroundtasks.internal.jaxrs;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Method;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Payara and GlassFish: Catalina's request stands on one of Grizzly's, which knows when its response is on the wire. */
final class CatalinaGate extends ServletGate {

    /** Found once: to look through the methods of a class is to copy them all. */
    private volatile @Nullable Unwrapping known;

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

    private @Nullable Request grizzlyRequest(ServletRequest facade) {
        try {
            Unwrapping way = known;
            if (way == null || way.facade != facade.getClass()) {
                way = Unwrapping.of(facade);
                known = way;
            }
            return way.unwrap(facade);
        } catch (ReflectiveOperationException notCatalina) {
            return null;
        }
    }

    /** By reflection, since the server's own artifacts name the same method differently from one version to the next. */
    private record Unwrapping(Class<?> facade, Method toCatalina, Method toGrizzly) {

        static Unwrapping of(ServletRequest facade) throws ReflectiveOperationException {
            Method toCatalina = facade.getClass().getMethod("getUnwrappedCoyoteRequest");
            Class<?> catalinas = toCatalina.invoke(facade).getClass();
            for (Method method : catalinas.getMethods()) {
                if (method.getReturnType() == Request.class && method.getParameterCount() == 0) {
                    return new Unwrapping(facade.getClass(), toCatalina, method);
                }
            }
            throw new NoSuchMethodException(catalinas + " shows no request of Grizzly's");
        }

        Request unwrap(ServletRequest request) throws ReflectiveOperationException {
            return (Request) toGrizzly.invoke(toCatalina.invoke(request));
        }
    }
}
