package org.backgroundtasks.gates.faces;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EventObject;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/**
 * Counts an Ajax request as failed if Faces itself answered its exception, and not a handler of the application's own. By
 * reflection, since Payara starts Mojarra in each application with a class that uses Faces.
 */
final class AjaxErrors implements InvocationHandler {

    private final ClassLoader application;

    private AjaxErrors(ClassLoader application) {
        this.application = application;
    }

    static void listenIn(ClassLoader application) throws ReflectiveOperationException {
        new AjaxErrors(application).listen();
    }

    private void listen() throws ReflectiveOperationException {
        Class<?> listener = type("event.SystemEventListener");
        Object factory = type("FactoryFinder")
                .getMethod("getFactory", String.class)
                .invoke(null, type("application.ApplicationFactory").getName());
        type("application.Application")
                .getMethod("subscribeToEvent", Class.class, listener)
                .invoke(
                        get("application.ApplicationFactory", "getApplication", factory),
                        type("event.ExceptionQueuedEvent"),
                        Proxy.newProxyInstance(listener.getClassLoader(), new Class<?>[] {listener}, this));
        Object present = get("context.FacesContext", "getCurrentInstance", null);
        if (present != null) {
            // the exception may be what the application adds its first task for
            watch(present);
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("jakarta.faces." + name, true, application);
    }

    private @Nullable Object get(String type, String method, @Nullable Object of) throws ReflectiveOperationException {
        return type(type).getMethod(method).invoke(of);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws ClassNotFoundException {
        Object argument = arguments == null ? null : arguments[0];
        return switch (method.getName()) {
            case "isListenerForSource" ->
                type("event.ExceptionQueuedEventContext").isInstance(argument);
            case "processEvent" -> {
                queued(((EventObject) Objects.requireNonNull(argument)).getSource());
                yield null;
            }
            case "equals" -> proxy == argument;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> AjaxErrors.class.getName();
        };
    }

    private void queued(Object exception) {
        try {
            watch(Objects.requireNonNull(get("event.ExceptionQueuedEventContext", "getContext", exception)));
        } catch (ReflectiveOperationException | RuntimeException unlikeFaces) {
            FacesFailures.warn(unlikeFaces);
        }
    }

    private void watch(Object context) throws ReflectiveOperationException {
        BackgroundTasksEngine engine = EngineLookup.current();
        Object view = get("context.FacesContext", "getPartialViewContext", context);
        if (engine != null && Boolean.TRUE.equals(get("context.PartialViewContext", "isAjaxRequest", view))) {
            List<Object> handlers = handlers(get("context.FacesContext", "getExceptionHandler", context));
            engine.gates().requestTasks().failIf(() -> handlers.stream().anyMatch(this::hasAnswered));
        }
    }

    /** All that wrap each other: Mojarra's outermost chooses the next by the request, and fails once that is over. */
    private List<Object> handlers(@Nullable Object outermost) throws ReflectiveOperationException {
        List<Object> handlers = new ArrayList<>();
        for (Object next = outermost; next != null; ) {
            handlers.add(next);
            next = type("FacesWrapper").isInstance(next) ? get("FacesWrapper", "getWrapped", next) : null;
        }
        return handlers;
    }

    private boolean hasAnswered(Object handler) {
        try {
            return get("context.ExceptionHandler", "getHandledExceptionQueuedEvent", handler) != null;
        } catch (ReflectiveOperationException | RuntimeException overWithTheRequest) {
            return false;
        }
    }
}
