package org.backgroundtasks.gates.tomcat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.reflect.Field;
import org.apache.catalina.core.StandardContext;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.spi.RequestTasks;

/** Tomcat: writes its access log when it has flushed a response, blocking; a valve of the web application's takes part in that. */
public final class TomcatGate extends AbstractServletGate {

    /** Payara and GlassFish have Catalina too, and no Coyote. */
    public static final String MARKER_CLASS = "org.apache.coyote.ActionHook";

    private static final String INSTALLED = "org.backgroundtasks.valve";

    public TomcatGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Adds the valve to a web application that starts. */
    public static void install(ServletContext application) throws ReflectiveOperationException {
        StandardContext context = (StandardContext) within(within(application));
        context.getPipeline().addValve(new CompletionValve());
        application.setAttribute(INSTALLED, true);
    }

    /** A facade shows an application what stands behind it nowhere else. */
    private static Object within(Object facade) throws ReflectiveOperationException {
        Field context = facade.getClass().getDeclaredField("context");
        context.setAccessible(true);
        return context.get(facade);
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) {
        return request.getServletContext().getAttribute(INSTALLED) != null;
    }
}
