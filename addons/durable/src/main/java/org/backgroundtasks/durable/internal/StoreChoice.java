package org.backgroundtasks.durable.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.backgroundtasks.durable.spi.TaskStoreProvider;

/** Finds the kinds of stores, and chooses that of one application. */
final class StoreChoice {

    private final Map<String, TaskStoreProvider> byName;

    StoreChoice(List<TaskStoreProvider> providers) {
        byName = new TreeMap<>();
        providers.forEach(provider -> byName.put(provider.name(), provider));
    }

    /** All that the application's classes or the library's find; in some installations these are not the same. */
    static StoreChoice ofClassPath() {
        Map<Class<?>, TaskStoreProvider> found = new LinkedHashMap<>();
        List<ServiceLoader<TaskStoreProvider>> loaders = new ArrayList<>();
        loaders.add(ServiceLoader.load(TaskStoreProvider.class, StoreChoice.class.getClassLoader()));
        loaders.add(ServiceLoader.load(TaskStoreProvider.class));
        loaders.forEach(loader -> loader.stream()
                .filter(provider -> !found.containsKey(provider.type()))
                .forEach(provider -> found.put(provider.type(), provider.get())));
        return new StoreChoice(List.copyOf(found.values()));
    }

    Iterable<TaskStoreProvider> all() {
        return byName.values();
    }

    /**
     * The store that is configured by name, or else the one that is there.
     *
     * @throws IllegalStateException if that is none, or cannot be told
     */
    TaskStoreProvider choose(DurableSettings settings) {
        String name = settings.store();
        if (name != null) {
            TaskStoreProvider named = byName.get(name);
            if (named == null) {
                throw new IllegalStateException("Configuration " + DurableSettings.STORE + " is '" + name
                        + "', but must be " + String.join(" or ", byName.keySet())
                        + (name.equals("database") ? ". Add background-tasks-database for this one." : "."));
            }
            return named;
        }
        List<TaskStoreProvider> present = byName.values().stream()
                .filter(provider -> provider.isPresent(settings.all()))
                .toList();
        if (present.size() > 1) {
            throw new IllegalStateException("Durable tasks can be stored in more than one place: set "
                    + DurableSettings.STORE + " to "
                    + String.join(
                            " or ",
                            present.stream().map(TaskStoreProvider::name).toList())
                    + '.');
        }
        // the one that comes with the library says what it lacks
        return present.isEmpty() ? byName.values().stream().findFirst().orElseThrow() : present.get(0);
    }
}
