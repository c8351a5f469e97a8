package org.backgroundtasks.internal.container;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import org.jboss.weld.context.RequestContext;
import org.jboss.weld.context.unbound.UnboundLiteral;
import org.jboss.weld.manager.api.WeldManager;
import org.jspecify.annotations.Nullable;

/** Weld's own request scope without its interceptor, which takes more than the scope does. */
final class WeldRequestScope extends FreshRequestScope {

    private final WeldManager beans;
    private final RequestContext context;
    private final Runnable initialized;
    private final Runnable beforeDestroyed;
    private final Runnable destroyed;

    private WeldRequestScope(WeldManager beans) {
        this.beans = beans;
        this.context = beans.createInstance()
                .select(RequestContext.class, UnboundLiteral.INSTANCE)
                .get();
        this.initialized = firing(Initialized.Literal.REQUEST);
        this.beforeDestroyed = firing(BeforeDestroyed.Literal.REQUEST);
        this.destroyed = firing(Destroyed.Literal.REQUEST);
    }

    /** Null in another container; a LinkageError where the application cannot see that of the server. */
    static @Nullable FreshRequestScope of(BeanManager beans) {
        return beans instanceof WeldManager weld ? new WeldRequestScope(weld) : null;
    }

    /** Nothing, if nobody observes it: all observers are known. */
    private Runnable firing(Annotation turn) {
        Event<Object> event = beans.getEvent().select(Object.class, turn);
        return beans.resolveObserverMethods(new Object(), turn).isEmpty() ? () -> {} : () -> event.fire(new Object());
    }

    @Override
    public void within(Runnable action) {
        if (beans.isContextActive(RequestScoped.class)) {
            action.run();
            return;
        }
        context.activate();
        try {
            initialized.run();
            action.run();
        } finally {
            end();
        }
    }

    /** Whatever its observers do, the thread is in no request scope afterwards. */
    private void end() {
        context.invalidate();
        try {
            beforeDestroyed.run();
        } finally {
            try {
                context.deactivate();
            } finally {
                destroyed.run();
            }
        }
    }
}
