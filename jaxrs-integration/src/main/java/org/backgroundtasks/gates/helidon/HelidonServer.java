package org.backgroundtasks.gates.helidon;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the gate calls of Helidon. By reflection, since Helidon's classes need a later Java than this library. */
final class HelidonServer {

    static final String EXTENSION = "io.helidon.microprofile.server.ServerCdiExtension";

    private final Class<?> filter = type("io.helidon.webserver.http.Filter");
    private final Class<?> request = type("io.helidon.webserver.http.ServerRequest");
    private final Method proceed = type("io.helidon.webserver.http.FilterChain").getMethod("proceed");
    private final Method context = request.getMethod("context");
    private final Method register = type("io.helidon.common.context.Context").getMethod("register", Object.class);
    private final Method get = type("io.helidon.common.context.Context").getMethod("get", Class.class);
    private final Method status =
            type("io.helidon.webserver.http.ServerResponse").getMethod("status");
    private final Method code = type("io.helidon.http.Status").getMethod("code");

    /** Fails if this is not the Helidon that the gate was written for. */
    HelidonServer() throws ReflectiveOperationException {}

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, HelidonServer.class.getClassLoader());
    }

    Class<?> filterType() {
        return filter;
    }

    Class<?> requestType() {
        return request;
    }

    /** Puts a filter around what the application's own routing does. */
    void add(Object added, BeanManager beans) throws ReflectiveOperationException {
        Object extension = beans.getExtension(type(EXTENSION).asSubclass(Extension.class));
        Object routing = extension.getClass().getMethod("serverRoutingBuilder").invoke(extension);
        type("io.helidon.webserver.http.HttpRouting$Builder")
                .getMethod("addFilter", filter)
                .invoke(routing, added);
    }

    /** Runs the rest of a filter chain, and throws what it throws. */
    void proceed(Object chain) throws Throwable {
        try {
            proceed.invoke(chain);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    void keep(Object served, Exchange exchange) throws ReflectiveOperationException {
        register.invoke(context.invoke(served), exchange);
    }

    /** Null where the filter is not in place. */
    @Nullable
    Exchange exchange(Object served) throws ReflectiveOperationException {
        Optional<?> kept = (Optional<?>) get.invoke(context.invoke(served), Exchange.class);
        return (Exchange) kept.orElse(null);
    }

    int status(Object response) throws ReflectiveOperationException {
        return (int) code.invoke(status.invoke(response));
    }
}
