package org.backgroundtasks.durable.spi;

import org.jspecify.annotations.Nullable;

/** Stands between an application and its store, for test kits. Found by {@link java.util.ServiceLoader}; there is one at most. */
public interface TaskStoreDecorator {

    /**
     * Takes the place of a store.
     *
     * @param real the store, null if the application has configured none
     * @param context what the store gets from the library
     * @param payloads writes and reads payloads
     * @return what the application uses instead
     */
    TaskStore decorate(@Nullable TaskStore real, StoreContext context, TaskPayloads payloads);
}
