package org.backgroundtasks.testing.internal.durable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskPayloads;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreDecorator;
import org.jspecify.annotations.Nullable;

/** Puts a {@link RehearsedStore} before the store of every application. */
public final class RehearsedStores implements TaskStoreDecorator {

    private static final List<RehearsedStore> OPEN = new CopyOnWriteArrayList<>();

    @Override
    public TaskStore decorate(@Nullable TaskStore real, StoreContext context, TaskPayloads payloads) {
        RehearsedStore store = new RehearsedStore(real, context, payloads);
        OPEN.add(store);
        return store;
    }

    static void closed(RehearsedStore store) {
        OPEN.remove(store);
    }

    /** That of the application that was started last; null if there is none. */
    static @Nullable RehearsedStore latest() {
        List<RehearsedStore> open = List.copyOf(OPEN);
        return open.isEmpty() ? null : open.get(open.size() - 1);
    }
}
