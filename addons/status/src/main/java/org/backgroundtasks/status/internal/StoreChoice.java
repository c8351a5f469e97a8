package org.backgroundtasks.status.internal;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.backgroundtasks.status.spi.StatusStoreProvider;
import org.jspecify.annotations.Nullable;

/** Finds what can keep statuses for all nodes, and chooses one, or the memory of each node. */
final class StoreChoice {

    private static final String MEMORY = "memory";

    private final Map<String, StatusStoreProvider> byName = new TreeMap<>();

    private StoreChoice() {}

    /** All that the application's classes or the library's find; in some installations these are not the same. */
    static StoreChoice ofClassPath() {
        Map<Class<?>, StatusStoreProvider> found = new LinkedHashMap<>();
        Stream.of(
                        ServiceLoader.load(StatusStoreProvider.class, StoreChoice.class.getClassLoader()),
                        ServiceLoader.load(StatusStoreProvider.class))
                .flatMap(ServiceLoader::stream)
                .filter(provider -> !found.containsKey(provider.type()))
                .forEach(provider -> found.put(provider.type(), provider.get()));
        StoreChoice choice = new StoreChoice();
        found.values().forEach(provider -> choice.byName.put(provider.name(), provider));
        return choice;
    }

    Iterable<StatusStoreProvider> all() {
        return byName.values();
    }

    /**
     * The store that is configured by name, or else the one that is there; null for the memory of each node.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    @Nullable
    StatusStoreProvider choose(Configuration values) {
        String name = values.text(StatusSettings.STORE);
        if (name == null) {
            return byName.values().stream()
                    .filter(provider -> provider.isPresent(values))
                    .findFirst()
                    .orElse(null);
        }
        StatusStoreProvider named = byName.get(name);
        if (named == null && !name.equals(MEMORY)) {
            throw new IllegalArgumentException("Configuration " + StatusSettings.STORE + " is '" + name
                    + "', but must be " + MEMORY + " or database. Add background-tasks-database for the latter.");
        }
        return named;
    }

    /** What a store gets. */
    record Context(Configuration configuration, Duration keep, BackgroundTasksEngine engine, BeanManager beans)
            implements StatusStoreContext {

        @Override
        public <T> @Nullable T bean(Class<T> type) {
            Instance<T> found = beans.createInstance().select(type);
            return found.isResolvable() ? found.get() : null;
        }
    }
}
