package org.backgroundtasks.internal.jaxrs;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Checks an executor of the application's own, installs the filter of {@link FilterGate} where no gate is stricter, and sees to
 * it that the tasks are waited for when the application stops.
 */
public final class WebModuleStart implements ServletContainerInitializer {

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext application) {
        Engine engine = BackgroundTasksFeature.engine();
        if (engine != null) {
            engine.checkConfiguredExecutor(true);
            application.addListener(new Draining(engine));
        }
        String configured = engine == null ? null : engine.configuredGate();
        if (configured == null ? !hasStricterGate(application) : configured.equals("servlet")) {
            FilterGate.install(application);
        }
        if (BackgroundTasksFeature.isPresent(LibertyGate.SIGN)) {
            application.addListener(new LibertyGate.ErrorPages());
        }
    }

    /**
     * Weld tells an extension of the shutdown only when the application's names and its CDI.current() are gone. No record:
     * Payara prints it, and the JDK then keeps the types of a record's components, and so the application, for good.
     */
    private static final class Draining implements ServletContextListener {

        private final Engine engine;

        Draining(Engine engine) {
            this.engine = engine;
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            engine.drain();
        }
    }

    private static boolean hasStricterGate(ServletContext application) {
        String implementation = application.getClass().getName();
        return (implementation.startsWith("io.undertow.") && BackgroundTasksFeature.isPresent(UndertowGate.SIGN))
                || BackgroundTasksFeature.isPresent(LibertyGate.SIGN)
                || (implementation.startsWith("org.apache.catalina.")
                        && BackgroundTasksFeature.isPresent("org.glassfish.grizzly.http.server.Request"));
    }
}
