package org.backgroundtasks.gates.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.faces.FacesFailures;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.jspecify.annotations.Nullable;

/** Finds the request of a servlet container, and keeps the tasks as its attribute. */
public abstract class AbstractServletGate implements ResponseGate {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");

    private final String name;
    private final Guarantee guarantee;
    private final CurrentServletRequest current;
    private final AtomicBoolean warned = new AtomicBoolean();

    protected AbstractServletGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        this.name = name;
        this.guarantee = guarantee;
        this.current = current;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Guarantee guarantee() {
        return guarantee;
    }

    @Override
    public final @Nullable RequestTasks tasks(Supplier<RequestTasks> made) {
        HttpServletRequest request = current.find();
        if (request == null) {
            return null;
        }
        if (request.getAttribute(RequestTasks.PROPERTY) instanceof RequestTasks known) {
            return known;
        }
        RequestTasks tasks = made.get();
        if (!canWatch(request, tasks)) {
            return null;
        }
        tasks.watchedBy(guarantee(innermost(request)), request.getMethod(), request.getRequestURI());
        request.setAttribute(RequestTasks.PROPERTY, tasks);
        FacesFailures.listenIn(request.getServletContext());
        return tasks;
    }

    /** That of one request, which a server may have begun to answer in a way of which it tells less. */
    protected Guarantee guarantee(ServletRequest request) {
        return guarantee;
    }

    private boolean canWatch(HttpServletRequest request, RequestTasks tasks) {
        try {
            return watch(innermost(request), tasks);
        } catch (ReflectiveOperationException | LinkageError changed) {
            if (warned.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "The gate '" + name + "' was written for another version than "
                                + request.getServletContext().getServerInfo()
                                + " and cannot tell when a response is complete",
                        changed);
            }
            return false;
        }
    }

    private static ServletRequest innermost(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost;
    }

    /**
     * Sees to it that the tasks are released when the response is complete, at once if it is; false if this is the request of
     * another server.
     *
     * @throws ReflectiveOperationException or a LinkageError if the server is not the one that the gate was written for
     */
    protected abstract boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException;
}
