package org.backgroundtasks.embedded.internal;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.weld.environment.se.WeldSEProvider;
import org.jspecify.annotations.Nullable;

/** Answers {@code CDI.current()} by the context class loader, which tells runtimes apart; elsewhere as Weld SE does. */
public final class RuntimeCdiProvider extends WeldSEProvider {

    private static final Map<ClassLoader, CDI<Object>> RUNNING = new ConcurrentHashMap<>();

    /**
     * Makes a container the current one of a class loader.
     *
     * @param loader the runtime's class loader
     * @param container the runtime's container
     * @return ends that
     * @throws IllegalStateException when the loader has a container already
     */
    public static AutoCloseable register(ClassLoader loader, CDI<Object> container) {
        if (RUNNING.putIfAbsent(loader, container) != null) {
            throw new IllegalStateException("Another embedded runtime is open on the class loader " + loader
                    + ": give each one its own, or none");
        }
        return () -> RUNNING.remove(loader);
    }

    @Override
    public CDI<Object> getCDI() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        @Nullable CDI<Object> current = loader == null ? null : RUNNING.get(loader);
        return current != null ? current : super.getCDI();
    }

    @Override
    public int getPriority() {
        return super.getPriority() + 1;
    }
}
