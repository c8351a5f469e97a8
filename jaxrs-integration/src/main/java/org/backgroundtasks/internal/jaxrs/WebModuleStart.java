package org.backgroundtasks.internal.jaxrs;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/** Checks an executor of the application's own, and installs the filter of {@link FilterGate} where no gate is stricter. */
public final class WebModuleStart implements ServletContainerInitializer {

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext application) {
        Engine engine = BackgroundTasksFeature.engine();
        if (engine != null) {
            engine.checkConfiguredExecutor(true);
        }
        String configured = engine == null ? null : engine.configuredGate();
        if (configured == null ? !hasStricterGate(application) : configured.equals("servlet")) {
            FilterGate.install(application);
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
