package org.backgroundtasks.internal.engine;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** An executor that keeps what is submitted until the test runs it, or refuses it; its context service is a real one. */
public final class ManualExecutor {

    private final String name;
    private final List<Runnable> submitted = new ArrayList<>();
    private boolean refusing;

    public ManualExecutor(String name) {
        this.name = name;
    }

    private synchronized void execute(Runnable work) {
        if (refusing) {
            throw new RejectedExecutionException("refused, on purpose");
        }
        submitted.add(work);
    }

    public synchronized void refuse(boolean now) {
        refusing = now;
    }

    public synchronized int size() {
        return submitted.size();
    }

    /** Runs one of the submissions on this thread. */
    public void run(int index) {
        Runnable work;
        synchronized (this) {
            work = submitted.remove(index);
        }
        work.run();
    }

    public ManagedExecutorService managed(ContextService contexts) {
        return (ManagedExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "execute" -> {
                        execute((Runnable) arguments[0]);
                        yield null;
                    }
                    case "getContextService" -> contexts;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> name;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
