package org.backgroundtasks.gates.tomcat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.reflect.Field;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
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
        StandardContext context = (StandardContext) within(within(application, "context"), "context");
        CompletionValve valve = new CompletionValve();
        context.addLifecycleListener(new ValveRemoval(valve));
        context.getPipeline().addValve(valve);
        application.setAttribute(INSTALLED, true);
    }

    /** A facade shows an application what it represents nowhere else. */
    private static Object within(Object facade, String name) throws ReflectiveOperationException {
        Field field = facade.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(facade);
    }

    @Override
    protected boolean watch(ServletRequest request, RequestTasks tasks) throws ReflectiveOperationException {
        if (request.getServletContext().getAttribute(INSTALLED) == null) {
            return false;
        }
        // the kernel would get a file after the access log
        ((Request) within(request, "request")).getCoyoteRequest().setSendfile(false);
        return true;
    }

    @Override
    protected Guarantee guarantee(ServletRequest request) {
        boolean fileSentLater = request.getAttribute(Globals.SENDFILE_FILENAME_ATTR) != null;
        return fileSentLater ? Guarantee.RESPONSE_CLOSED : guarantee();
    }
}
