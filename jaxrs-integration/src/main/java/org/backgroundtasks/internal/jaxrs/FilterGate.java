package org.backgroundtasks.internal.jaxrs;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;

/** Any servlet container: the outermost filter closes the output of a request that has tasks, and then releases them. */
final class FilterGate extends ServletGate {

    private static final String INSTALLED = "org.backgroundtasks.filter";

    FilterGate(CurrentServletRequest current) {
        super(current);
    }

    static void install(ServletContext application) {
        ClosingFilter filter = new ClosingFilter();
        FilterRegistration.Dynamic registration = application.addFilter(INSTALLED, filter);
        if (registration == null) {
            return;
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        application.addListener(filter);
        application.setAttribute(INSTALLED, true);
    }

    @Override
    public String name() {
        return "servlet";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.RESPONSE_CLOSED;
    }

    @Override
    boolean watch(ServletRequest request, Ledger ledger) {
        return request.getServletContext().getAttribute(INSTALLED) != null;
    }

    private static final class ClosingFilter implements Filter, ServletRequestListener {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
            if (request.getAttribute(Ledger.PROPERTY) instanceof Ledger ledger) {
                if (request.isAsyncStarted()) {
                    request.getAsyncContext().addListener(new ClosingListener(ledger, response));
                } else if (!awaitsErrorPage((HttpServletResponse) response)) {
                    closeAndRelease(response, ledger);
                }
            }
        }

        /** After sendError the container still has an error page to write. */
        private static boolean awaitsErrorPage(HttpServletResponse response) {
            return Outcome.ofStatus(response.getStatus()) == Outcome.FAILED && !response.isCommitted();
        }

        /** For a request that failed past the filter, and so had its error page written outside of it. */
        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            ServletRequest request = event.getServletRequest();
            if (request.getAttribute(Ledger.PROPERTY) instanceof Ledger ledger && !request.isAsyncStarted()) {
                ledger.release(Outcome.FAILED, Runnable::run);
            }
        }
    }

    static void closeAndRelease(ServletResponse response, Ledger ledger) throws IOException {
        // should the container have taken the response back already
        Outcome outcome = Outcome.FAILED;
        try {
            outcome = Outcome.ofStatus(((HttpServletResponse) response).getStatus());
            try {
                response.getOutputStream().close();
            } catch (IllegalStateException writerInUse) {
                response.getWriter().close();
            }
        } finally {
            ledger.release(outcome, Runnable::run);
        }
    }

    record ClosingListener(Ledger ledger, ServletResponse response) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            closeAndRelease(response, ledger);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            ledger.record(Outcome.FAILED);
        }

        @Override
        public void onError(AsyncEvent event) {
            ledger.record(Outcome.FAILED);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
