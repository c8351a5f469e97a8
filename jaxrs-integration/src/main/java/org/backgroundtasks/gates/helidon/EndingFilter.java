package org.backgroundtasks.gates.helidon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.backgroundtasks.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A filter of Helidon's. When the rest of the chain is through, Helidon has handed the last byte to the socket, blocking, or has
 * failed to: its own {@code whenSent} is silent about a client that has gone.
 */
final class EndingFilter implements InvocationHandler {

    private final HelidonServer server;

    private EndingFilter(HelidonServer server) {
        this.server = server;
    }

    /** An object of Helidon's type. */
    static Object of(HelidonServer server) {
        Class<?> type = server.filterType();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new EndingFilter(server));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        if (arguments == null || method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        filter(arguments[0], arguments[1], arguments[2]);
        return null;
    }

    private void filter(Object chain, Object request, Object response) throws Throwable {
        Exchange exchange = new Exchange();
        server.keep(request, exchange);
        try {
            server.proceed(chain);
        } finally {
            exchange.end(Outcome.ofStatus(server.status(response)));
        }
    }
}
