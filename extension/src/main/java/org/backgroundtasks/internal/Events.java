package org.backgroundtasks.internal;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;

/** Tells the application's observers of each turn of a task's life; costs nothing where there are none. */
final class Events {

    private record Listeners(Event<TaskEvent> event, boolean synchronous, boolean asynchronous) {}

    private final RequestScopes scopes;
    private volatile Map<Turn, Listeners> listeners = Map.of();

    Events(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /** Once all observers are known. */
    void findListeners(BeanManager beans) {
        Map<Turn, Listeners> found = new EnumMap<>(Turn.class);
        for (Turn turn : Turn.values()) {
            TaskEvent sample = new TaskEvent(turn, "", "", "", "", Duration.ZERO, Duration.ZERO, 0, "", null);
            Set<ObserverMethod<? super TaskEvent>> observers =
                    beans.resolveObserverMethods(sample, TaskEvent.On.Literal.of(turn));
            if (!observers.isEmpty()) {
                found.put(
                        turn,
                        new Listeners(
                                beans.getEvent().select(TaskEvent.class, TaskEvent.On.Literal.of(turn)),
                                observers.stream().anyMatch(observer -> !observer.isAsync()),
                                observers.stream().anyMatch(ObserverMethod::isAsync)));
            }
        }
        listeners = found;
    }

    boolean anyWanted() {
        return !listeners.isEmpty();
    }

    boolean wanted(Turn turn) {
        return listeners.containsKey(turn);
    }

    /** On this thread, in a request scope; throws nothing. */
    void fire(TaskEvent event) {
        Listeners interested = listeners.get(event.turn());
        if (interested == null) {
            return;
        }
        try {
            scopes.within(() -> notify(interested, event));
        } catch (Throwable thrown) {
            disturbed(event, thrown);
        }
    }

    private static void notify(Listeners interested, TaskEvent event) {
        if (interested.asynchronous()) {
            var unused = interested.event().fireAsync(event).whenComplete((sent, failure) -> {
                if (failure != null) {
                    disturbed(event, failure);
                }
            });
        }
        if (interested.synchronous()) {
            interested.event().fire(event);
        }
    }

    private static void disturbed(TaskEvent event, Throwable thrown) {
        Reporter.log(
                Level.WARNING,
                "An observer of " + event.turn() + " failed for background task #" + event.id() + ' ' + event.name(),
                thrown);
    }
}
