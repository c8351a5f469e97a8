package org.backgroundtasks.testing.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's executor as a managed one that carries no context: there is none to carry where a container has no executor. */
final class LentExecutor implements AutoCloseable {

    private static final int THREADS = 8;

    private @Nullable ThreadPoolExecutor pool;

    synchronized ManagedExecutorService executor() {
        if (pool == null) {
            pool = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "background-tasks-test");
                thread.setDaemon(true);
                return thread;
            });
            pool.allowCoreThreadTimeOut(true);
        }
        ThreadPoolExecutor threads = pool;
        return proxy(ManagedExecutorService.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getContextService")) {
                return proxy(ContextService.class, LentExecutor::contextual);
            }
            if (method.getDeclaringClass().isInstance(threads)) {
                return invoked(method, threads, arguments);
            }
            throw notHere(method);
        });
    }

    private static @Nullable Object contextual(Object proxy, Method method, @Nullable Object[] arguments) {
        if (method.getName().equals("contextualConsumer")) {
            return Objects.requireNonNull(arguments)[0];
        }
        throw notHere(method);
    }

    private static @Nullable Object invoked(Method method, Object target, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw Objects.requireNonNullElse(thrown.getCause(), thrown);
        }
    }

    private static UnsupportedOperationException notHere(Method method) {
        return new UnsupportedOperationException("There is no managed executor in this test, so " + method.getName()
                + " cannot work. Use the embedded runtime.");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }
}
