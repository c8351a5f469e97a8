package org.backgroundtasks.internal.jaxrs;

import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;

/**
 * Open Liberty: closes the output when the request ends, which writes what is left of the response and returns when the kernel
 * has taken the last byte. Filters are through by then, and an error page is written. It is CDI that tells the end, since Liberty
 * looks for servlet initializers in WEB-INF/lib alone.
 */
final class LibertyGate extends ServletGate {

    /** Of the server's programming interface; its other classes are hidden from applications. */
    static final String SIGN = "com.ibm.websphere.servlet.context.IBMServletContext";

    private static final String RESPONSE = "org.backgroundtasks.response";

    private static final String LISTENING = "org.backgroundtasks.listening";

    LibertyGate(CurrentServletRequest current) {
        super(current);
    }

    static void observe(AfterBeanDiscovery discovery) {
        discovery
                .<HttpServletRequest>addObserverMethod()
                .beanClass(LibertyGate.class)
                .observedType(HttpServletRequest.class)
                .addQualifier(Destroyed.Literal.REQUEST)
                .notifyWith(event -> ended(event.getEvent()));
    }

    @Override
    public String name() {
        return "liberty";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.STRICT;
    }

    @Override
    boolean watch(ServletRequest request, Ledger ledger) {
        try {
            // of a class that is hidden from applications
            request.setAttribute(
                    RESPONSE, request.getClass().getMethod("getResponse").invoke(request));
            return true;
        } catch (ReflectiveOperationException notLiberty) {
            return false;
        }
    }

    /** The first thread is through. Only then does Liberty complete an asynchronous request, however early it was asked to. */
    private static void ended(ServletRequest request) throws IOException {
        if (request.getAttribute(RESPONSE) instanceof ServletResponse response
                && request.getAttribute(Ledger.PROPERTY) instanceof Ledger ledger) {
            if (!request.isAsyncStarted()) {
                FilterGate.closeAndRelease(response, ledger);
            } else if (request.getAttribute(LISTENING) == null) {
                // once: CDI tells a timeout from within a walk over the listeners, which a new one would end
                request.setAttribute(LISTENING, true);
                request.getAsyncContext().addListener(new FilterGate.ClosingListener(ledger, response));
            }
        }
    }

    /**
     * Liberty tells nobody the end of a request whose plain servlet threw an IOException or an Error. When the error page is
     * written, though, it takes its report of the error out of the request.
     */
    static final class ErrorPages implements ServletRequestAttributeListener {

        @Override
        public void attributeRemoved(ServletRequestAttributeEvent event) {
            ServletRequest request = event.getServletRequest();
            // not after sendError, where the servlet goes on
            boolean thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
            if (thrown && event.getName().equals("ErrorReport")) {
                try {
                    ended(request);
                } catch (IOException clientGone) {
                    // its tasks are released all the same
                }
            }
        }
    }
}
