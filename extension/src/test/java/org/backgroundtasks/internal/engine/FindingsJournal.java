package org.backgroundtasks.internal.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.backgroundtasks.TaskEvent;

/** Observes every turn of every task of one application. */
@ApplicationScoped
public class FindingsJournal {

    private final List<TaskEvent> events = new ArrayList<>();

    synchronized void note(@Observes TaskEvent event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<TaskEvent> events() {
        return List.copyOf(events);
    }

    List<TaskEvent> of(String taskId) {
        return events().stream().filter(event -> event.taskId().equals(taskId)).toList();
    }

    List<TaskEvent.Type> turnsOf(String taskId) {
        return of(taskId).stream().map(TaskEvent::type).toList();
    }

    /** The event of a task that has this turn. */
    TaskEvent of(String taskId, TaskEvent.Type turn) {
        return of(taskId).stream()
                .filter(event -> event.type() == turn)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + turn + " in " + turnsOf(taskId)));
    }

    synchronized TaskEvent await(Predicate<TaskEvent> wanted) throws InterruptedException {
        while (true) {
            for (TaskEvent event : events) {
                if (wanted.test(event)) {
                    return event;
                }
            }
            wait();
        }
    }
}
