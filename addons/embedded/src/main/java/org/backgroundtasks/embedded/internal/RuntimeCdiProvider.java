package org.backgroundtasks.embedded.internal;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.weld.environment.se.WeldSEProvider;
import org.jspecify.annotations.Nullable;

/** Answers {@code CDI.current()} by the context class loader, which tells runtimes apart; elsewhere as Weld SE does. */
public final class RuntimeCdiProvider extends WeldSEProvider {

    private static final Map<ClassLoader, Registration> RUNNING = new ConcurrentHashMap<>();

    /**
     * Takes the place of a class loader's container, which answers from the moment it is there.
     *
     * @param loader the runtime's class loader
     * @return the place, to be closed after the container, which answers its own tasks and observers until then
     * @throws IllegalStateException when the loader has a container already
     */
    public static Registration register(ClassLoader loader) {
        Registration registration = new Registration(loader);
        if (RUNNING.putIfAbsent(loader, registration) != null) {
            throw new IllegalStateException("Another embedded runtime is open on the class loader " + loader
                    + ": give each one its own, or none");
        }
        return registration;
    }

    /** Is the place of one runtime's container. */
    public static final class Registration implements AutoCloseable {

        private final ClassLoader loader;
        private volatile @Nullable CDI<Object> container;

        private Registration(ClassLoader loader) {
            this.loader = loader;
        }

        /**
         * Makes a container the current one of the class loader.
         *
         * @param started the runtime's container
         */
        public void answerWith(CDI<Object> started) {
            container = started;
        }

        @Override
        public void close() {
            RUNNING.remove(loader);
        }
    }

    @Override
    public CDI<Object> getCDI() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        @Nullable Registration place = loader == null ? null : RUNNING.get(loader);
        @Nullable CDI<Object> current = place == null ? null : place.container;
        return current != null ? current : super.getCDI();
    }

    @Override
    public int getPriority() {
        return super.getPriority() + 1;
    }
}
