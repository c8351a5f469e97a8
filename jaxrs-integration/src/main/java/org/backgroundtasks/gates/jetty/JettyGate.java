package org.backgroundtasks.gates.jetty;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Jetty: its core's request tells when the last byte of the response was written, or could not be. */
public final class JettyGate extends AbstractServletGate {

    public static final String MARKER_CLASS = "org.eclipse.jetty.server.Request";

    private volatile @Nullable Unwrapping known;

    public JettyGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Fails if this is not the Jetty that the gate was written for. */
    public static void checkServer() throws ReflectiveOperationException {
        Request.class.getMethod("addCompletionListener", Request.class, java.util.function.Consumer.class);
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException {
        if (!request.getClass().getName().startsWith("org.eclipse.jetty.")) {
            return false;
        }
        Unwrapping way = known;
        if (way == null || way.servlets != request.getClass()) {
            way = Unwrapping.of(request);
            known = way;
        }
        Request core = (Request) way.toCore.invoke(request);
        Response response = (Response) way.toResponse.invoke(core);
        Executor executor = core.getConnectionMetaData().getConnector().getExecutor();
        // this thread has the stream to complete, and then the connection's next request
        Runnable end = () -> tasks.release(Outcome.ofStatus(response.getStatus()), executor);
        core.addHttpStreamWrapper(stream -> new WatchedStream(stream, request::isAsyncStarted, end));
        Request.addCompletionListener(core, failure -> end.run());
        return true;
    }

    /** By reflection, since each version of Jakarta EE has classes of its own in Jetty. */
    private record Unwrapping(Class<?> servlets, Method toCore, Method toResponse) {

        static Unwrapping of(ServletRequest request) throws ReflectiveOperationException {
            Method toCore = request.getClass().getMethod("getRequest");
            Method toResponse = toCore.invoke(request).getClass().getMethod("getServletContextResponse");
            return new Unwrapping(request.getClass(), toCore, toResponse);
        }
    }
}
