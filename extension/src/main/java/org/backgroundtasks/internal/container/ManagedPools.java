package org.backgroundtasks.internal.container;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds managed executors in JNDI, or the default one among the CDI beans, and keeps those that it found. */
public final class ManagedPools {

    private static final String DEFAULT_EXECUTOR = "java:comp/DefaultManagedExecutorService";
    private static final String DEFAULT_CONTEXTS = "java:comp/DefaultContextService";
    private static final ClassLoader JVM = ClassLoader.getSystemClassLoader();
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final @Nullable String configuredName;
    private final Jndi jndi;
    private final BeanManager beans;
    private final AtomicReference<@Nullable ManagedPool> standard = new AtomicReference<>();
    private final Map<String, ManagedPool> named = new ConcurrentHashMap<>();
    /** The application's names, for a thread that is without. */
    private volatile @Nullable Consumer<Runnable> application;

    private volatile @Nullable ClassLoader loader;

    private volatile @Nullable Supplier<ManagedExecutorService> lent;

    public ManagedPools(@Nullable String configuredName, Jndi jndi, BeanManager beans) {
        this.configuredName = configuredName;
        this.jndi = jndi;
        this.beans = beans;
    }

    /** Takes this executor where the container has none. */
    public void lend(Supplier<ManagedExecutorService> own) {
        lent = own;
    }

    /**
     * Returns the executor that runs the tasks which name none.
     *
     * @throws IllegalStateException naming the one that was configured, or the default one, if it is not there
     */
    public ManagedPool standard() {
        ManagedPool known = standard.get();
        if (known == null) {
            ManagedPool found = findStandard();
            // another thread may have found it meanwhile, and there is to be one
            known = standard.updateAndGet(present -> present == null ? found : present);
        }
        return known;
    }

    /** The standard one's name, found or not. */
    public String standardName() {
        return configuredName == null ? DEFAULT_EXECUTOR : configuredName;
    }

    private ManagedPool findStandard() {
        ManagedExecutorService found = fromJndi(standardName(), ManagedExecutorService.class);
        if (found == null && configuredName == null) {
            found = fromBeans();
        }
        if (found == null) {
            throw new IllegalStateException(
                    configuredName == null
                            ? "There is no managed executor: neither " + DEFAULT_EXECUTOR
                                    + " in JNDI nor a CDI bean of type ManagedExecutorService. Create one in the server's"
                                    + " administration and name it in " + Settings.EXECUTOR
                                    + ". Where the server has none,"
                                    + " as Tomcat and Jetty, add background-tasks-executor to the application."
                            : "The managed executor '" + configuredName + "' named in " + Settings.EXECUTOR
                                    + " is not in JNDI, or is no ManagedExecutorService. Create it in the server's"
                                    + " administration, correct the name, or remove the setting for the default executor.");
        }
        return pool(standardName(), found);
    }

    private @Nullable ManagedExecutorService fromBeans() {
        Instance<ManagedExecutorService> bean = beans.createInstance().select(ManagedExecutorService.class);
        if (bean.isResolvable()) {
            return bean.get();
        }
        Supplier<ManagedExecutorService> own = lent;
        return own == null ? null : own.get();
    }

    /**
     * Returns the executor of this name. An executor with several names is one pool.
     *
     * @throws IllegalStateException if it is not there
     */
    public ManagedPool named(String name) {
        ManagedPool known = name.equals(standardName()) ? standard() : named.get(name);
        if (known == null) {
            ManagedExecutorService found = fromJndi(name, ManagedExecutorService.class);
            if (found == null) {
                throw new IllegalStateException("The managed executor '" + name
                        + "' is not in JNDI, or is no ManagedExecutorService. Create it in the server's administration,"
                        + " or correct the name given to on(…).");
            }
            known = sameAs(found, name);
        }
        return known;
    }

    private synchronized ManagedPool sameAs(ManagedExecutorService found, String name) {
        if (found.equals(standard().executor())) {
            return standard();
        }
        ManagedPool same = named.values().stream()
                .filter(pool -> found.equals(pool.executor()))
                .findFirst()
                .orElseGet(() -> pool(name, found));
        named.put(name, same);
        return same;
    }

    private ManagedPool pool(String name, ManagedExecutorService executor) {
        // WildFly's has none unless the administrator names one
        @Nullable ContextService own = executor.getContextService();
        @Nullable ContextService contexts = own == null ? fromJndi(DEFAULT_CONTEXTS, ContextService.class) : own;
        if (contexts == null) {
            throw new IllegalStateException(
                    "The managed executor '" + name + "' has no context service, and there is no " + DEFAULT_CONTEXTS
                            + " in JNDI. Give it one in the server's administration.");
        }
        return new ManagedPool(name, executor, contexts);
    }

    /** Captures this thread's context, or the application's on a thread of the JVM's own, such as of its common pool. */
    Consumer<Runnable> captureFor(ManagedPool pool) {
        Consumer<Runnable> withNames = application;
        if (withNames == null || isOfApplication(Thread.currentThread().getContextClassLoader())) {
            return pool.contexts().contextualConsumer(Runnable::run);
        }
        List<Consumer<Runnable>> captured = new ArrayList<>(1);
        withNames.accept(() -> captured.add(pool.contexts().contextualConsumer(Runnable::run)));
        return captured.get(0);
    }

    private boolean isOfApplication(@Nullable ClassLoader seen) {
        return seen != null && (seen == loader || (seen != JVM && seen != PLATFORM));
    }

    private <T> @Nullable T fromJndi(String name, Class<T> type) {
        Object seen = jndi.find(name);
        if (type.isInstance(seen)) {
            return type.cast(seen);
        }
        Consumer<Runnable> withNames = application;
        if (withNames == null) {
            return null;
        }
        AtomicReference<@Nullable Object> found = new AtomicReference<>();
        withNames.accept(() -> found.set(jndi.find(name)));
        return type.isInstance(found.get()) ? type.cast(found.get()) : null;
    }

    /** Keeps the JNDI context of this thread, which has the application's names, for those that are without. */
    void namesAreBound() {
        if (application == null) {
            try {
                loader = Thread.currentThread().getContextClassLoader();
                application = standard().contexts().contextualConsumer(Runnable::run);
            } catch (IllegalStateException notYet) {
                // a configured one is checked where that can fail the deployment; the default may be there later
            }
        }
    }

    /** Holds nothing of the application any more. */
    public void close() {
        application = null;
        loader = null;
        named.clear();
        standard.set(null);
    }
}
