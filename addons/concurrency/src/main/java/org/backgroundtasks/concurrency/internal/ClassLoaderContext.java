package org.backgroundtasks.concurrency.internal;

import jakarta.enterprise.concurrent.ContextService;
import java.util.Map;
import org.glassfish.concurro.spi.ContextHandle;
import org.glassfish.concurro.spi.ContextSetupProvider;
import org.jspecify.annotations.Nullable;

/** The context that managed tasks take along: the context class loader. There is nothing else to take, without a server. */
@SuppressWarnings("serial") // the interfaces are serializable, a class loader is not: it stays in this JVM
final class ClassLoaderContext implements ContextSetupProvider {

    private record Captured(@Nullable ClassLoader loader) implements ContextHandle {}

    @Override
    public ContextHandle saveContext(ContextService service) {
        return capture();
    }

    @Override
    public ContextHandle saveContext(ContextService service, Map<String, String> properties) {
        return capture();
    }

    @Override
    public ContextHandle setup(ContextHandle captured) {
        if (loader(captured) == current()) {
            // nothing to set up, and so nothing else to come back to
            return captured;
        }
        ContextHandle previous = capture();
        reset(captured);
        return previous;
    }

    @Override
    public void reset(ContextHandle previous) {
        Thread.currentThread().setContextClassLoader(loader(previous));
    }

    private static ContextHandle capture() {
        return new Captured(current());
    }

    private static @Nullable ClassLoader loader(ContextHandle captured) {
        return ((Captured) captured).loader;
    }

    private static @Nullable ClassLoader current() {
        return Thread.currentThread().getContextClassLoader();
    }
}
