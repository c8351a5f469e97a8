package org.backgroundtasks.testing.internal.durable;

import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskPayloads;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreDecorator;
import org.jspecify.annotations.Nullable;

/** Puts a {@link RehearsedStore} before the store of every application. */
public final class RehearsedStores implements TaskStoreDecorator {

    @Override
    public TaskStore decorate(@Nullable TaskStore real, StoreContext context, TaskPayloads payloads) {
        return new RehearsedStore(real, context, payloads);
    }
}
