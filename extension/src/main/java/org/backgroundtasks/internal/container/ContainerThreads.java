package org.backgroundtasks.internal.container;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes threads for what runs on none of an executor: the container's where it has a factory, else plain ones. */
public final class ContainerThreads implements ThreadFactory {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");

    private static final String DEFAULT_FACTORY = "java:comp/DefaultManagedThreadFactory";

    private final Jndi jndi;
    private final BeanManager beans;
    private volatile @Nullable ManagedThreadFactory known;

    public ContainerThreads(Jndi jndi, BeanManager beans) {
        this.jndi = jndi;
        this.beans = beans;
    }

    /**
     * A thread of a container may end without having begun its work, if the context that it took along is of an application that has
     * gone. So a plain one starts it, waits for its end, and does the work then.
     */
    @Override
    public Thread newThread(Runnable work) {
        Once once = new Once(work);
        Thread made = ofContainer(once);
        return made == null
                ? plain(work)
                : plain(() -> {
                    startAndAwait(made);
                    once.run();
                });
    }

    private @Nullable Thread ofContainer(Runnable work) {
        ManagedThreadFactory factory = find();
        try {
            return factory == null ? null : factory.newThread(work);
        } catch (RuntimeException | Error refusal) {
            LOG.log(Level.WARNING, "The container's thread factory refuses, so a plain thread runs tasks", refusal);
            return null;
        }
    }

    private static void startAndAwait(Thread made) {
        try {
            made.start();
        } catch (RuntimeException | Error refusal) {
            LOG.log(Level.WARNING, "A thread of the container does not start, so a plain thread runs tasks", refusal);
            return;
        }
        while (made.isAlive()) {
            try {
                made.join();
            } catch (InterruptedException meantForTheOther) {
                made.interrupt();
            }
        }
    }

    /** Inherits the class loader, and nothing else of whatever its maker is doing. */
    private static Thread plain(Runnable work) {
        Thread plain = new Thread(null, work, "background-tasks", 0, false);
        plain.setDaemon(true);
        plain.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return plain;
    }

    /** Does something on a new thread. */
    public void start(Runnable work) {
        newThread(work).start();
    }

    /** A thread without the application's names may find nothing, so that is not remembered. */
    @Nullable
    ManagedThreadFactory find() {
        ManagedThreadFactory found = known;
        if (found == null) {
            found = look();
            known = found;
        }
        return found;
    }

    private @Nullable ManagedThreadFactory look() {
        try {
            if (jndi.find(DEFAULT_FACTORY) instanceof ManagedThreadFactory there) {
                return there;
            }
            Instance<ManagedThreadFactory> bean = beans.createInstance().select(ManagedThreadFactory.class);
            return bean.isResolvable() ? bean.get() : null;
        } catch (RuntimeException containerGone) {
            return null;
        }
    }

    /** Does its work when it is first run. */
    private static final class Once implements Runnable {

        private final AtomicBoolean begun = new AtomicBoolean();
        private final Runnable work;

        Once(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                work.run();
            }
        }
    }

    /** Holds nothing of the application any more. */
    public void close() {
        known = null;
    }
}
