package org.backgroundtasks.durable.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.backgroundtasks.durable.spi.TaskStoreDecorator;
import org.backgroundtasks.durable.spi.TaskStoreProvider;
import org.jspecify.annotations.Nullable;

/** Finds the kinds of stores, and chooses that of one application. */
final class StoreChoice {

    private final Map<String, TaskStoreProvider> byName;

    private final @Nullable TaskStoreDecorator decorator;

    private StoreChoice(List<TaskStoreProvider> providers, @Nullable TaskStoreDecorator decorator) {
        this.decorator = decorator;
        byName = new TreeMap<>();
        providers.forEach(provider -> byName.put(provider.name(), provider));
    }

    /** All that the application's classes or the library's find; in some installations these are not the same. */
    static StoreChoice ofClassPath() {
        return new StoreChoice(
                found(TaskStoreProvider.class),
                found(TaskStoreDecorator.class).stream().findFirst().orElse(null));
    }

    private static <T> List<T> found(Class<T> type) {
        Map<Class<?>, T> found = new LinkedHashMap<>();
        Stream.of(ServiceLoader.load(type, StoreChoice.class.getClassLoader()), ServiceLoader.load(type))
                .flatMap(ServiceLoader::stream)
                .filter(provider -> !found.containsKey(provider.type()))
                .forEach(provider -> found.put(provider.type(), provider.get()));
        return List.copyOf(found.values());
    }

    /** What stands before the store, null in production. */
    @Nullable
    TaskStoreDecorator decorator() {
        return decorator;
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
