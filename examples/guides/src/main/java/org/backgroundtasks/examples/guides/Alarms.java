package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.TaskEvent;

/** Takes note of failures. */
@ApplicationScoped
public class Alarms {

    private final List<String> raised = new CopyOnWriteArrayList<>();

    void failed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
        raise(event);
    }

    void timedOut(@Observes @TaskEvent.On(TaskEvent.Type.TIMED_OUT) TaskEvent event) {
        raise(event);
    }

    private void raise(TaskEvent event) {
        if (event.willRetry()) {
            return;
        }
        String request =
                event.requestMethod().orElse("") + ' ' + event.requestPath().orElse("");
        raise(event.taskName() + " of " + request + ": " + event.cause().orElse(null));
    }

    private void raise(String alarm) {
        raised.add(alarm);
    }

    /** All so far. */
    public List<String> raised() {
        return raised;
    }
}
