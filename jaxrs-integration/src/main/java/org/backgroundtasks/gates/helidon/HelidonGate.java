package org.backgroundtasks.gates.helidon;

import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.jersey.JerseyScope;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** Jersey on Helidon MP: a filter of the server's ends each exchange, which Jersey's request leads to. */
public final class HelidonGate implements ResponseGate {

    public static final String MARKER_CLASS = HelidonServer.EXTENSION;

    private static final Logger LOG = System.getLogger("org.backgroundtasks");

    private final String name;
    private final Guarantee guarantee;
    private final JerseyScope scope;
    private final HelidonServer server;
    private final Type reference;

    private HelidonGate(String name, Guarantee guarantee, InjectionManager injection, HelidonServer server) {
        this.name = name;
        this.guarantee = guarantee;
        this.scope = new JerseyScope(injection);
        this.server = server;
        this.reference = new Reference(server.requestType());
    }

    /** Null if this is not the Helidon that the gate was written for. */
    public static @Nullable HelidonGate of(String name, Guarantee guarantee, InjectionManager injection) {
        try {
            return new HelidonGate(name, guarantee, injection, new HelidonServer());
        } catch (ReflectiveOperationException | LinkageError changed) {
            return null;
        }
    }

    /** Adds the filter to a server that has not started yet. */
    public static void install(BeanManager beans) {
        try {
            HelidonServer server = new HelidonServer();
            server.add(EndingFilter.of(server), beans);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError changed) {
            LOG.log(
                    Level.WARNING,
                    "The gate 'helidon' was written for another version of Helidon MP and cannot tell when a response is"
                            + " complete",
                    changed);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Guarantee guarantee() {
        return guarantee;
    }

    @Override
    public @Nullable RequestTasks tasks(Supplier<RequestTasks> made) {
        ContainerRequest request = scope.served(injection -> injection.getInstance(ContainerRequest.class));
        if (request == null) {
            return null;
        }
        if (request.getProperty(RequestTasks.PROPERTY) instanceof RequestTasks known) {
            return known;
        }
        Exchange exchange = exchange();
        if (exchange == null) {
            return null;
        }
        RequestTasks tasks = exchange.tasks(() -> watched(made.get(), request));
        request.setProperty(RequestTasks.PROPERTY, tasks);
        return tasks;
    }

    private RequestTasks watched(RequestTasks tasks, ContainerRequest request) {
        tasks.watchedBy(guarantee, request.getMethod(), request.getRequestUri().getRawPath());
        return tasks;
    }

    private @Nullable Exchange exchange() {
        Object served = scope.served(
                injection -> injection.<Ref<?>>getInstance(reference).get());
        if (served == null) {
            return null;
        }
        try {
            return server.exchange(served);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("Helidon's request cannot be read", changed);
        }
    }

    /** The type under which Jersey's container keeps Helidon's request. */
    private record Reference(Class<?> content) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {content};
        }

        @Override
        public Type getRawType() {
            return Ref.class;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
