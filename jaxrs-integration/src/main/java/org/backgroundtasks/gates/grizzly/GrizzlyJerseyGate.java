package org.backgroundtasks.gates.grizzly;

import jakarta.ws.rs.core.GenericType;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.jersey.JerseyScope;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.jspecify.annotations.Nullable;

/** Jersey on Grizzly: keeps the tasks as an attribute of Grizzly's request, which Jersey shows as a property of its own. */
public final class GrizzlyJerseyGate implements ResponseGate {

    /** What Jersey's container sets for each request; the request itself would take a factory for each injection. */
    private static final Type REFERENCE = new GenericType<Ref<Request>>() {}.getType();

    private final String name;
    private final Guarantee guarantee;
    private final JerseyScope scope;

    public GrizzlyJerseyGate(String name, Guarantee guarantee, InjectionManager injection) {
        this.name = name;
        this.guarantee = guarantee;
        this.scope = new JerseyScope(injection);
    }

    /** Whether Jersey's Grizzly container has told Jersey how to find a request, which fails outside of one. */
    public static boolean fits(InjectionManager injection) {
        try {
            return injection.getInstance(REFERENCE) != null;
        } catch (RuntimeException boundButNoRequest) {
            return true;
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
        Request request = scope.served(
                injection -> injection.<Ref<Request>>getInstance(REFERENCE).get());
        if (request == null) {
            return null;
        }
        if (request.getAttribute(RequestTasks.PROPERTY) instanceof RequestTasks known) {
            return known;
        }
        RequestTasks tasks = made.get();
        GrizzlyCompletion.watch(request, tasks);
        tasks.watchedBy(guarantee(), request.getMethod().getMethodString(), request.getRequestURI());
        request.setAttribute(RequestTasks.PROPERTY, tasks);
        return tasks;
    }
}
