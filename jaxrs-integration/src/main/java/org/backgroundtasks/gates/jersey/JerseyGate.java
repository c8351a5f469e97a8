package org.backgroundtasks.gates.jersey;

import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Jersey on a container that is no servlet container: stands between the two for one response, and keeps the tasks as a
 * property of Jersey's request.
 */
public final class JerseyGate implements ResponseGate {

    /** Of Jersey's server: what client and server share may be there for a client alone. */
    public static final String MARKER_CLASS = "org.glassfish.jersey.server.ContainerRequest";

    /** Closes the connection's stream in its writer's commit, so that nothing is left to send. */
    public static final String JDK_CONTAINER = "org.glassfish.jersey.jdkhttp.JdkHttpHandlerContainer";

    /** Begins the name of every container. */
    public static final String ANY_CONTAINER = "";

    private final String name;
    private final Guarantee guarantee;
    private final JerseyScope scope;
    private final String container;

    public JerseyGate(String name, Guarantee guarantee, InjectionManager injection, String container) {
        this.name = name;
        this.guarantee = guarantee;
        this.scope = new JerseyScope(injection);
        this.container = container;
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
        if (!request.getResponseWriter().getClass().getName().startsWith(container)) {
            return null;
        }
        RequestTasks tasks = made.get();
        request.setWriter(new CompletingWriter(request.getResponseWriter(), tasks));
        tasks.watchedBy(
                guarantee(), request.getMethod(), request.getRequestUri().getRawPath());
        request.setProperty(RequestTasks.PROPERTY, tasks);
        return tasks;
    }
}
