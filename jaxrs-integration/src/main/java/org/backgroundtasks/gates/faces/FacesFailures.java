package org.backgroundtasks.gates.faces;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Has Faces tell the exceptions of a web application. Asked when the first request adds tasks: Faces has started by then, and an
 * application without Faces costs one look. A {@code faces-config.xml} would start MyFaces in every application with the jar.
 */
public final class FacesFailures {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");
    private static final String ASKED = "org.backgroundtasks.faces";
    private static final String SERVLET = "jakarta.faces.webapp.FacesServlet";

    private FacesFailures() {}

    /** To be called on a thread that serves a request of the application. */
    public static void listenIn(ServletContext application) {
        if (application.getAttribute(ASKED) != null) {
            return;
        }
        application.setAttribute(ASKED, true);
        try {
            if (hasFaces(application)) {
                AjaxErrors.listenIn(application.getClassLoader());
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unlikeFaces) {
            warn(unlikeFaces);
        }
    }

    static void warn(Throwable unlikeFaces) {
        LOG.log(
                Level.WARNING,
                "Faces does not report its exceptions: a Faces Ajax request that ends in one counts by its status, which is 200",
                unlikeFaces);
    }

    private static boolean hasFaces(ServletContext application) {
        return application.getServletRegistrations().values().stream()
                .anyMatch(servlet -> SERVLET.equals(servlet.getClassName()));
    }
}
