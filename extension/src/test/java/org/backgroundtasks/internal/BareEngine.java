package org.backgroundtasks.internal;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;

/**
 * An engine without a container, for a checker that takes the interleavings of threads one by one and cannot take those of a
 * whole container along: each submission is a thread, contexts and scopes do nothing, and every turn is written down.
 */
final class BareEngine {

    private final List<Thread> threads = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final boolean refusing;
    /** Has the request scope of the next task that starts break. */
    final AtomicBoolean breaksNextScope = new AtomicBoolean();

    private final AtomicBoolean breaksNow = new AtomicBoolean();

    final Engine engine;

    BareEngine(boolean refusing) {
        this.refusing = refusing;
        BeanManager beans = proxy(BeanManager.class, this::container);
        engine = new Engine(new Settings(null, 100, 100, Duration.ZERO, false, null), beans);
        engine.deployed(beans);
    }

    Ledger request() {
        Ledger ledger = engine.newLedger();
        ledger.watchedBy(new TestGate(), "GET", "/");
        return ledger;
    }

    void note(String turn) {
        synchronized (turns) {
            turns.add(turn);
        }
    }

    long count(String turn) {
        synchronized (turns) {
            return turns.stream().filter(turn::equals).count();
        }
    }

    /** How often a task has ended, in whatever way. */
    long ends(PendingTask task) {
        return List.of(Turn.SUCCEEDED, Turn.FAILED, Turn.TIMED_OUT, Turn.DISCARDED).stream()
                .mapToLong(turn -> count(turn + " " + task.id()))
                .sum();
    }

    String turns() {
        synchronized (turns) {
            return turns.toString();
        }
    }

    /** Does all of it at the same time, and waits for that, and for what the executor was given. */
    void together(Runnable... actions) {
        for (Runnable action : actions) {
            start(action);
        }
        for (int next = 0; ; next++) {
            Thread thread;
            synchronized (threads) {
                if (next == threads.size()) {
                    return;
                }
                thread = threads.get(next);
            }
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private void start(Runnable action) {
        Thread thread = new Thread(action);
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        InvocationHandler whole = (self, method, arguments) -> switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> 1;
            default -> handler.invoke(self, method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(BareEngine.class.getClassLoader(), new Class<?>[] {type}, whole));
    }

    private Object container(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "createInstance" -> proxy(Instance.class, this::instance);
            case "getContext" -> proxy(Context.class, (context, asked, none) -> false);
            case "getReference" -> new RequestScope();
            case "resolveObserverMethods" -> Set.of(proxy(ObserverMethod.class, (observer, asked, none) -> false));
            case "getEvent" -> proxy(Event.class, this::event);
            case "getBeans" -> Set.of();
            default -> null;
        };
    }

    private final class RequestScope extends FreshRequestScope {
        @Override
        public void within(Runnable action) {
            if (breaksNow.getAndSet(false)) {
                throw new IllegalStateException("a request scope that cannot begin, on purpose");
            }
            super.within(action);
        }
    }

    private Object instance(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "select" -> self;
            case "isResolvable" -> true;
            default -> proxy(ManagedExecutorService.class, this::executor);
        };
    }

    private Object executor(Object self, Method method, Object[] arguments) {
        if (method.getName().equals("execute")) {
            if (refusing) {
                throw new RejectedExecutionException("refused, on purpose");
            }
            start((Runnable) arguments[0]);
            return null;
        }
        return proxy(ContextService.class, BareEngine::contexts);
    }

    private static Object contexts(Object self, Method method, Object[] arguments) {
        return arguments[0];
    }

    private Object event(Object self, Method method, Object[] arguments) {
        if (method.getName().equals("fire")) {
            TaskEvent event = (TaskEvent) arguments[0];
            note(event.turn() + " " + event.id());
            if (event.turn() == Turn.STARTED) {
                breaksNow.set(breaksNextScope.getAndSet(false));
            }
        }
        return self;
    }
}
