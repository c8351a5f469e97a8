package org.backgroundtasks.internal;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Request scopes for what runs outside of requests. */
final class RequestScopes {

    private final BeanManager beans;
    /** Each serves one thread at a time; Weld takes longer to make one than to activate it. */
    private final Queue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestScopes(BeanManager beans) {
        this.beans = beans;
    }

    /** One that nobody else uses, until it is given back. */
    RequestContextController take() {
        RequestContextController free = idle.poll();
        return free == null ? create() : free;
    }

    private RequestContextController create() {
        Bean<?> bean = beans.resolve(beans.getBeans(RequestContextController.class));
        return (RequestContextController)
                beans.getReference(bean, RequestContextController.class, beans.createCreationalContext(null));
    }

    /** Only what is not active any more. */
    void giveBack(RequestContextController scope) {
        idle.add(scope);
    }

    boolean isActiveHere() {
        try {
            return beans.getContext(RequestScoped.class).isActive();
        } catch (ContextNotActiveException inactive) {
            return false;
        }
    }
}
