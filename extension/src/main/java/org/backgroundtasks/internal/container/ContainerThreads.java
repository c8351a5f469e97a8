package org.backgroundtasks.internal.container;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
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

    @Override
    public Thread newThread(Runnable work) {
        ManagedThreadFactory factory = find();
        if (factory != null) {
            try {
                Thread made = factory.newThread(work);
                if (made != null) {
                    return made;
                }
            } catch (RuntimeException | Error refusal) {
                LOG.log(Level.WARNING, "The container's thread factory refuses, so a plain thread runs tasks", refusal);
            }
        }
        return plain(work);
    }

    private static Thread plain(Runnable work) {
        Thread plain = new Thread(work, "background-tasks");
        plain.setDaemon(true);
        return plain;
    }

    /** Does something on a new thread, be it one that the container knows nothing of because its own does not start. */
    public void start(Runnable work) {
        try {
            newThread(work).start();
        } catch (RuntimeException | Error refusal) {
            LOG.log(Level.WARNING, "A thread of the container does not start, so a plain thread runs tasks", refusal);
            plain(work).start();
        }
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

    /** Holds nothing of the application any more. */
    public void close() {
        known = null;
    }
}
