package org.backgroundtasks.status.internal;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;
import org.backgroundtasks.spi.EngineLookup;

/**
 * Brings the resources into every application, also one that lists its own. RESTEasy keeps one feature of each priority, so
 * this one is a number that nobody else would choose.
 */
@Priority(StatusFeature.PRIORITY)
public final class StatusFeature implements Feature {

    static final int PRIORITY = 4_826_218;

    private static final List<Class<?>> RESOURCES =
            List.of(StatusResource.class, MonitorResource.class, StoredResource.class);

    @Override
    public boolean configure(FeatureContext context) {
        // found in a server's own administration, too, where there is no application with CDI
        if (context.getConfiguration().getRuntimeType() != RuntimeType.SERVER || EngineLookup.current() == null) {
            return false;
        }
        context.register(new StreamHeaders());
        context.register(new CurrentCaller.Filter(), Priorities.AUTHORIZATION);
        if (ResteasyResources.isAt(context)) {
            return ResteasyResources.add(RESOURCES, context);
        }
        for (Class<?> resource : RESOURCES) {
            if (!context.getConfiguration().isRegistered(resource)) {
                context.register(resource);
            }
        }
        return true;
    }
}
