package org.backgroundtasks.internal.container;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins request scopes for what runs outside of requests. */
public final class RequestScopes {

    private final BeanManager beans;
    private volatile @Nullable FreshRequestScope fresh;

    RequestScopes(BeanManager beans) {
        this.beans = beans;
    }

    /** Once all beans are known: false if the container has mixed up this library with another copy of it. */
    public boolean canBegin() {
        return find() != null;
    }

    private @Nullable FreshRequestScope find() {
        if (fresh == null) {
            Bean<?> bean = beans.resolve(beans.getBeans(FreshRequestScope.class));
            // its subclass is looked for by name, so that another copy's may be found
            if (beans.getReference(bean, FreshRequestScope.class, beans.createCreationalContext(null))
                    instanceof FreshRequestScope own) {
                fresh = cheaper(own);
            }
        }
        return fresh;
    }

    /** What the container has of its own, or else the portable one. */
    private FreshRequestScope cheaper(FreshRequestScope portable) {
        try {
            FreshRequestScope own = WeldRequestScope.of(beans);
            return own == null ? portable : own;
        } catch (LinkageError notToBeSeen) {
            return portable;
        }
    }

    /** Does something on this thread, in a request scope of its own unless the thread is in one; throws what either throws. */
    public void within(Runnable action) {
        Objects.requireNonNull(find()).within(action);
    }

    public boolean isActiveHere() {
        try {
            return beans.getContext(RequestScoped.class).isActive();
        } catch (ContextNotActiveException inactive) {
            return false;
        }
    }
}
