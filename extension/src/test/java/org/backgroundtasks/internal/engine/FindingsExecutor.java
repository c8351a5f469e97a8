package org.backgroundtasks.internal.engine;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.Proxy;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands for executors that refuse, run inline or give up; its contexts are captured by a real context service. */
final class FindingsExecutor {

    static final BiConsumer<ManagedExecutorService, Runnable> REFUSES = (real, work) -> {
        throw new RejectedExecutionException("refused, on purpose");
    };

    private FindingsExecutor() {}

    static ManagedExecutorService managed(@Nullable ContextService contexts, Consumer<Runnable> execute) {
        return (ManagedExecutorService) Proxy.newProxyInstance(
                FindingsExecutor.class.getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "execute" -> {
                        execute.accept((Runnable) arguments[0]);
                        yield null;
                    }
                    case "getContextService" -> contexts;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "stand-in";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
