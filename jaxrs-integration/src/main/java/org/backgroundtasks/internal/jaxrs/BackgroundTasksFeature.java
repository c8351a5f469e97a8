package org.backgroundtasks.internal.jaxrs;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Found by ServiceLoader, which every Jakarta REST 3.1 server does whatever the application lists. RESTEasy keeps one feature
 * of each priority, so this one is a number that nobody else would choose.
 */
@Priority(BackgroundTasksFeature.PRIORITY)
public final class BackgroundTasksFeature implements Feature {

    static final int PRIORITY = 4_826_217;

    @Override
    public boolean configure(FeatureContext context) {
        if (context.getConfiguration().getRuntimeType() != RuntimeType.SERVER
                || context.getConfiguration().isRegistered(OutcomeFilter.class)) {
            return false;
        }
        Engine engine = engine();
        if (engine == null) {
            return false;
        }
        context.register(new OutcomeFilter(engine));
        if (isPresent(JerseyGates.SIGN)) {
            JerseyGates.addTo(engine, context);
        }
        if (engine.configuredGate() != null || !engine.hasGate()) {
            JaxrsGate portable =
                    new JaxrsGate(CDI.current().select(JaxrsGate.Current.class).get());
            if (engine.use(portable)) {
                context.register(portable);
            }
        }
        return true;
    }

    /** Null where these classes serve something that is no CDI application, such as a server's own administration. */
    static @Nullable Engine engine() {
        if (!BackgroundTasksExtension.isPresent()) {
            return null;
        }
        try {
            return CDI.current()
                    .getBeanManager()
                    .getExtension(BackgroundTasksExtension.class)
                    .engine();
        } catch (IllegalStateException | IllegalArgumentException noSuchContainer) {
            return null;
        }
    }

    /** Whether a class can be seen from here. */
    static boolean isPresent(String className) {
        try {
            Class.forName(className, false, BackgroundTasksFeature.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
