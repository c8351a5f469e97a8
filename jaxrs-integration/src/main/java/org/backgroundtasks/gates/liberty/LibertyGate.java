package org.backgroundtasks.gates.liberty;

import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.gates.servlet.RequestEnd;
import org.backgroundtasks.spi.RequestTasks;

/**
 * Open Liberty: closes the output when the request ends, which writes what is left of the response and returns when the kernel
 * has taken the last byte. Filters are through by then, and an error page is written. It is CDI that tells the end, since Liberty
 * looks for servlet initializers in WEB-INF/lib alone.
 */
public final class LibertyGate extends AbstractServletGate {

    /** Of the server's programming interface; its other classes are hidden from applications. */
    public static final String MARKER_CLASS = "com.ibm.websphere.servlet.context.IBMServletContext";

    public LibertyGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Has CDI tell the end of a request. */
    public static void observe(AfterBeanDiscovery discovery) {
        discovery
                .<HttpServletRequest>addObserverMethod()
                .beanClass(LibertyGate.class)
                .observedType(HttpServletRequest.class)
                .addQualifier(Destroyed.Literal.REQUEST)
                .notifyWith(event -> ended(event.getEvent()));
    }

    /** Has the web application tell the end of a request that CDI does not. */
    public static void listenTo(ServletContext application) {
        application.addListener(new ErrorPages());
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException {
        // of a class that is hidden from applications
        Object response = request.getClass().getMethod("getResponse").invoke(request);
        RequestEnd.of(request, (ServletResponse) response, tasks);
        return true;
    }

    /** The first thread is through. Only then does Liberty complete an asynchronous request, however early it was asked to. */
    private static void ended(ServletRequest request) throws IOException {
        RequestEnd end = RequestEnd.of(request);
        if (end != null) {
            end.dispatched(request);
        }
    }

    /**
     * Liberty tells nobody the end of a request whose plain servlet threw an IOException or an Error. When the error page is
     * written, though, it takes its report of the error out of the request.
     */
    private static final class ErrorPages implements ServletRequestAttributeListener {

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
