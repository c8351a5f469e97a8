package org.backgroundtasks.internal.engine;

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
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.FreshRequestScope;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.RequestTasks;

/**
 * An engine without a container, for a checker that takes the interleavings of threads one by one and cannot take those of a
 * whole container along: each submission is a thread, contexts and scopes do nothing, and every turn is written down.
 */
public final class BareEngine {

    private final List<Thread> threads = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final boolean refusing;
    private final AtomicBoolean breaksNextScope = new AtomicBoolean();
    private final AtomicBoolean breaksNow = new AtomicBoolean();
    private final Engine engine;

    public BareEngine(boolean refusing) {
        this.refusing = refusing;
        BeanManager beans = proxy(BeanManager.class, this::container);
        engine =
                new Engine(new Settings(null, 100, 100, Duration.ZERO, false, null), Container.NO_CONFIGURATION, beans);
        engine.deployed(beans);
    }

    public BackgroundTasksEngine engine() {
        return engine;
    }

    public RequestTasks request() {
        return Container.request(engine);
    }

    /** Has the request scope of the next task that starts break. */
    public void breakNextScope() {
        breaksNextScope.set(true);
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
    long ends(BackgroundTask task) {
        return List.of(
                        TaskEvent.Type.SUCCEEDED,
                        TaskEvent.Type.FAILED,
                        TaskEvent.Type.TIMED_OUT,
                        TaskEvent.Type.INTERRUPTED,
                        TaskEvent.Type.DISCARDED)
                .stream()
                .mapToLong(turn -> count(turn + " " + task.id()))
                .sum();
    }

    public String turns() {
        synchronized (turns) {
            return turns.toString();
        }
    }

    List<String> turnsOf(BackgroundTask task) {
        synchronized (turns) {
            return turns.stream().filter(turn -> turn.endsWith(" " + task.id())).toList();
        }
    }

    /** Does all of it at the same time, and waits for that, and for what the executor was given. */
    public void together(Runnable... actions) {
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

    /** Of the managed executor; of nothing else there is a bean. */
    private Object instance(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "select" ->
                proxy(
                        Instance.class,
                        arguments[0] == ManagedExecutorService.class ? this::instance : (none, asked, with) -> false);
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
            note(event.type() + " " + event.taskId());
            if (event.type() == TaskEvent.Type.STARTED) {
                breaksNow.set(breaksNextScope.getAndSet(false));
            }
        }
        return self;
    }
}
