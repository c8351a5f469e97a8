package org.backgroundtasks.gates.tomcat;

import java.lang.reflect.Field;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.core.ContainerBase;
import org.apache.catalina.core.StandardContext;

/**
 * Takes the valve out of a web application that has stopped. One that is reloaded keeps its valves, and never looks for access logs
 * again: the next valve would be told nothing, and the former would keep its class loader.
 */
final class ValveRemoval implements LifecycleListener {

    private final CompletionValve valve;
    private final Field found;
    private final Field looked;

    ValveRemoval(CompletionValve valve) throws NoSuchFieldException {
        this.valve = valve;
        this.found = opened("accessLog");
        this.looked = opened("accessLogScanComplete");
    }

    private static Field opened(String name) throws NoSuchFieldException {
        Field field = ContainerBase.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** The class loader has stopped by then: nothing that was not needed before can be loaded. */
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (!event.getType().equals(Lifecycle.AFTER_STOP_EVENT)) {
            return;
        }
        StandardContext context = (StandardContext) event.getLifecycle();
        context.removeLifecycleListener(this);
        context.getPipeline().removeValve(valve);
        try {
            found.set(context, null);
            looked.setBoolean(context, false);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
