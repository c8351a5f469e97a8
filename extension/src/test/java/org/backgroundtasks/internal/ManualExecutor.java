package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** An executor that keeps what is submitted until the test runs it, or refuses it; its context service is a real one. */
final class ManualExecutor {

    static final String NAME = "java:global/manual";

    private final List<Runnable> submitted = new ArrayList<>();
    private boolean refusing;

    synchronized void execute(Runnable work) {
        if (refusing) {
            throw new RejectedExecutionException("refused, on purpose");
        }
        submitted.add(work);
    }

    synchronized void refuse(boolean now) {
        refusing = now;
    }

    synchronized int size() {
        return submitted.size();
    }

    /** Runs one of the submissions on this thread. */
    void run(int index) {
        Runnable work;
        synchronized (this) {
            work = submitted.remove(index);
        }
        work.run();
    }

    ManagedExecutorService managed(ContextService contexts) {
        return (ManagedExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "execute" -> {
                        execute((Runnable) arguments[0]);
                        yield null;
                    }
                    case "getContextService" -> contexts;
                    case "toString" -> NAME;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
