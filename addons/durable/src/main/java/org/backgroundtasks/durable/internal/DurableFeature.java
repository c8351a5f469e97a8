package org.backgroundtasks.durable.internal;

import jakarta.annotation.Priority;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.backgroundtasks.durable.internal.outbox.NotStoredExceptionMapper;
import org.backgroundtasks.durable.internal.outbox.OutboxFilter;

/**
 * Found by ServiceLoader, which every Jakarta REST 3.1 server does whatever the application lists. RESTEasy keeps one feature of
 * each priority, so this one is a number that nobody else would choose.
 */
@Priority(DurableFeature.PRIORITY)
public final class DurableFeature implements Feature {

    static final int PRIORITY = 4_826_219;

    @Override
    public boolean configure(FeatureContext context) {
        if (context.getConfiguration().getRuntimeType() != RuntimeType.SERVER
                || context.getConfiguration().isRegistered(OutboxFilter.class)) {
            return false;
        }
        DurableExtension durable = DurableExtension.find();
        if (durable == null || !durable.hasHandlers()) {
            return false;
        }
        context.register(durable.newOutboxFilter());
        context.register(new NotStoredExceptionMapper());
        return true;
    }
}
