package org.backgroundtasks.gates;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.backgroundtasks.gates.servlet.OpenWebBeansCache;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/**
 * Checks an executor of the application's own, readies the web module for the gate of its server, and sees to it that the tasks
 * are waited for when the application stops.
 */
public final class WebModuleStart implements ServletContainerInitializer {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");
    private static final String GATE = "background-tasks.gate";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext application) {
        BackgroundTasksEngine engine = EngineLookup.current();
        if (engine != null) {
            engine.gates().namesAreBound();
        }
        application.addListener(new Life(engine));
        OpenWebBeansCache.install(application);
        prepare(application, configuredGate(engine));
    }

    /** On Jetty the CDI container that an application brings along has not started yet. */
    private static @Nullable String configuredGate(@Nullable BackgroundTasksEngine engine) {
        return engine == null ? Configuration.read().text(GATE) : engine.gates().configuredGate();
    }

    private static void prepare(ServletContext application, @Nullable String configured) {
        KnownServer server = KnownServer.of(application);
        boolean known = isReadied(application, server);
        boolean selected = KnownServer.ANY_SERVLET_CONTAINER.gate().equals(configured);
        if (server != KnownServer.ANY_SERVLET_CONTAINER && (selected || !known)) {
            isReadied(application, KnownServer.ANY_SERVLET_CONTAINER);
        }
    }

    /** False if the server's inside is not what the gate knows, which costs the strictness and no request. */
    private static boolean isReadied(ServletContext application, KnownServer server) {
        try {
            server.prepare(application);
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError changed) {
            LOG.log(
                    Level.WARNING,
                    "The gate '" + server.gate() + "' was written for another version than "
                            + application.getServerInfo() + " and cannot tell when a response is complete:"
                            + " the library closes the responses of requests with background tasks itself",
                    changed);
            return false;
        }
    }

    /**
     * Weld tells an extension of the shutdown only when the application's names and its CDI.current() are gone. No record:
     * Payara prints it, and the JDK then keeps the types of a record's components, and so the application, for good.
     */
    private static final class Life implements ServletContextListener {

        private @Nullable BackgroundTasksEngine engine;

        Life(@Nullable BackgroundTasksEngine engine) {
            this.engine = engine;
        }

        /** A CDI container that the application brings along may start after its initializers. */
        @Override
        public void contextInitialized(ServletContextEvent event) {
            BackgroundTasksEngine started = engine;
            if (started == null) {
                started = EngineLookup.current();
                if (started == null) {
                    return;
                }
                started.gates().namesAreBound();
                engine = started;
            }
            if (KnownServer.of(event.getServletContext()).lacksExecutor()) {
                // fails the deployment where a Jakarta EE server may bind its executor later on
                started.executor();
            }
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            BackgroundTasksEngine started = engine;
            if (started != null) {
                started.drain();
            }
        }
    }
}
