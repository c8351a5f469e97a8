package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;

/** Takes note of failures. */
@ApplicationScoped
public class Alarms {

    private final List<String> raised = new CopyOnWriteArrayList<>();

    void failed(@Observes @TaskEvent.On(Turn.FAILED) TaskEvent event) {
        raise(event.name() + " of " + event.method() + ' ' + event.path() + ": " + event.cause());
    }

    private void raise(String alarm) {
        raised.add(alarm);
    }

    /** All so far. */
    public List<String> raised() {
        return raised;
    }
}
