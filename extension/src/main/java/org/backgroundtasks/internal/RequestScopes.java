package org.backgroundtasks.internal;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import org.jspecify.annotations.Nullable;

/** Request scopes for what runs outside of requests. */
final class RequestScopes {

    private final BeanManager beans;
    private volatile @Nullable FreshRequestScope fresh;

    RequestScopes(BeanManager beans) {
        this.beans = beans;
    }

    /** Does something on this thread, in a request scope of its own unless the thread is in one; throws what either throws. */
    void within(Runnable action) {
        FreshRequestScope scope = fresh;
        if (scope == null) {
            scope = find();
            fresh = scope;
        }
        scope.within(action);
    }

    private FreshRequestScope find() {
        Bean<?> bean = beans.resolve(beans.getBeans(FreshRequestScope.class));
        return (FreshRequestScope)
                beans.getReference(bean, FreshRequestScope.class, beans.createCreationalContext(null));
    }

    boolean isActiveHere() {
        try {
            return beans.getContext(RequestScoped.class).isActive();
        } catch (ContextNotActiveException inactive) {
            return false;
        }
    }
}
