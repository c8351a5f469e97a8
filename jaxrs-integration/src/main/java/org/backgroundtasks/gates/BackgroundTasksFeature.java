package org.backgroundtasks.gates;

import jakarta.annotation.Priority;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;

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
        BackgroundTasksEngine engine = EngineLookup.current();
        if (engine == null) {
            return false;
        }
        context.register(new OutcomeFilter(engine));
        if (KnownServer.ANY_JERSEY.isPresent()) {
            JerseyGates.addTo(engine, context);
        }
        return true;
    }
}
