package org.backgroundtasks.gates.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

/** Any servlet container: the outermost filter ends a request that has tasks. */
public final class ServletFilterGate extends AbstractServletGate {

    private static final String INSTALLED = "org.backgroundtasks.filter";

    public ServletFilterGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Adds the filter to a web application that starts. */
    public static void install(ServletContext application) {
        EndingFilter filter = new EndingFilter();
        FilterRegistration.Dynamic registration = application.addFilter(INSTALLED, filter);
        if (registration == null) {
            return;
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
        application.addListener(filter);
        application.setAttribute(INSTALLED, true);
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) {
        return request.getServletContext().getAttribute(INSTALLED) != null;
    }

    private static final class EndingFilter implements Filter, ServletRequestListener {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            boolean exception = true;
            try {
                chain.doFilter(request, response);
                exception = false;
            } finally {
                if (request.getAttribute(RequestTasks.PROPERTY) instanceof RequestTasks tasks) {
                    RequestEnd end = RequestEnd.of(request, response, tasks);
                    if (request.isAsyncStarted() || !end.mayAwaitErrorPage(exception)) {
                        end.dispatched(request);
                    }
                }
            }
        }

        /** For a request that failed, and so had its error page written outside of the filter. */
        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            ServletRequest request = event.getServletRequest();
            if (!(request.getAttribute(RequestTasks.PROPERTY) instanceof RequestTasks tasks)
                    || request.isAsyncStarted()) {
                return;
            }
            RequestEnd end = RequestEnd.of(request);
            if (end == null) {
                // used when the filter was through, so that nobody has the response
                tasks.release(Outcome.SUCCEEDED, Runnable::run);
                return;
            }
            try {
                end.destroyed();
            } catch (IOException clientGone) {
                throw new UncheckedIOException(clientGone);
            }
        }
    }
}
