package org.backgroundtasks.examples.orders;

import java.lang.reflect.Proxy;
import java.util.Objects;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskPayloads;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreDecorator;
import org.jspecify.annotations.Nullable;

/** Passes the boundaries around storing. */
public final class DoomedStores implements TaskStoreDecorator {

    @Override
    public TaskStore decorate(@Nullable TaskStore real, StoreContext context, TaskPayloads payloads) {
        TaskStore store = Objects.requireNonNull(real, "A store is configured");
        return (TaskStore) Proxy.newProxyInstance(
                DoomedStores.class.getClassLoader(), new Class<?>[] {TaskStore.class}, (proxy, method, arguments) -> {
                    boolean stores = method.getName().equals("store");
                    if (stores) {
                        Boundary.BEFORE_STORING.pass();
                    }
                    Object result = Calls.invoke(store, method, arguments);
                    if (stores) {
                        Boundary.AFTER_STORING.pass();
                    }
                    return result;
                });
    }
}
