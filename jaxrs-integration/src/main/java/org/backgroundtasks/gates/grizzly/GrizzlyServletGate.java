package org.backgroundtasks.gates.grizzly;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Method;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.spi.RequestTasks;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Payara and GlassFish: Catalina's request stands on one of Grizzly's, which knows when its response is on the wire. */
public final class GrizzlyServletGate extends AbstractServletGate {

    /** Tomcat has one of the same name, and no Grizzly. */
    public static final String MARKER_CLASS = "org.apache.catalina.connector.RequestFacade";

    private static final String TO_CATALINA = "getUnwrappedCoyoteRequest";

    /** Found once: to look through the methods of a class is to copy them all. */
    private volatile @Nullable Unwrapping known;

    public GrizzlyServletGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Fails if this is not the Catalina that the gate was written for. */
    public static void checkServer() throws ReflectiveOperationException {
        Class<?> facade = Class.forName(MARKER_CLASS, false, GrizzlyServletGate.class.getClassLoader());
        facade.getMethod(TO_CATALINA);
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException {
        if (!request.getClass().getName().startsWith("org.apache.catalina.")) {
            return false;
        }
        GrizzlyCompletion.watch(grizzlyRequest(request), tasks);
        return true;
    }

    private Request grizzlyRequest(ServletRequest facade) throws ReflectiveOperationException {
        Unwrapping way = known;
        if (way == null || way.facade != facade.getClass()) {
            way = Unwrapping.of(facade);
            known = way;
        }
        return way.unwrap(facade);
    }

    /** By reflection, since the server's own artifacts name the same method differently from one version to the next. */
    private record Unwrapping(Class<?> facade, Method toCatalina, Method toGrizzly) {

        static Unwrapping of(ServletRequest facade) throws ReflectiveOperationException {
            Method toCatalina = facade.getClass().getMethod(TO_CATALINA);
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
