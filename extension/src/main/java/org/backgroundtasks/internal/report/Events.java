package org.backgroundtasks.internal.report;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.RequestScopes;
import org.backgroundtasks.spi.LogText;

/** Sends each turn of a task's life to the application's observers; costs nothing where there are none. */
public final class Events {

    private record Listeners(Event<TaskEvent> event, boolean synchronous, boolean asynchronous) {}

    private final RequestScopes scopes;
    private volatile Map<TaskEvent.Type, Listeners> listeners = Map.of();

    public Events(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /** To be called once all observers are known. */
    public void findListeners(BeanManager beans) {
        Map<TaskEvent.Type, Listeners> found = new EnumMap<>(TaskEvent.Type.class);
        for (TaskEvent.Type type : TaskEvent.Type.values()) {
            TaskEvent.On.Literal qualifier = TaskEvent.On.Literal.of(type);
            Set<ObserverMethod<? super TaskEvent>> observers =
                    beans.resolveObserverMethods(TaskEventSnapshot.sample(type), qualifier);
            if (!observers.isEmpty()) {
                found.put(
                        type,
                        new Listeners(
                                beans.getEvent().select(TaskEvent.class, qualifier),
                                observers.stream().anyMatch(observer -> !observer.isAsync()),
                                observers.stream().anyMatch(ObserverMethod::isAsync)));
            }
        }
        listeners = found;
    }

    boolean anyWanted() {
        return !listeners.isEmpty();
    }

    boolean wanted(TaskEvent.Type type) {
        return listeners.containsKey(type);
    }

    /** On this thread, in a request scope; throws nothing. */
    void fire(TaskEvent event) {
        Listeners interested = listeners.get(event.type());
        if (interested == null) {
            return;
        }
        Guarded.run(() -> failure(event), () -> scopes.within(() -> notify(interested, event)));
    }

    private static void notify(Listeners interested, TaskEvent event) {
        if (interested.asynchronous()) {
            // apart from the others, who are to be told even if this one throws
            Guarded.run(() -> failure(event), () -> notifyAsync(interested, event));
        }
        if (interested.synchronous()) {
            interested.event().fire(event);
        }
    }

    private static void notifyAsync(Listeners interested, TaskEvent event) {
        var unused = interested.event().fireAsync(event).whenComplete((sent, thrown) -> {
            if (thrown != null) {
                SafeLog.log(Level.WARNING, failure(event), thrown);
            }
        });
    }

    private static String failure(TaskEvent event) {
        return LogText.oneLine("An observer of " + event.type() + " failed for background task #" + event.taskId() + ' '
                + event.taskName());
    }
}
