package org.backgroundtasks.gates;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;
import org.backgroundtasks.internal.PendingTask;

/**
 * Records the status that the response is about to have, and takes over the tasks attached to it. Runs last of the response
 * filters. May run twice for one request, when an entity cannot be written and an error takes its place.
 */
@Priority(Integer.MIN_VALUE)
final class OutcomeFilter implements ContainerResponseFilter {

    private final Engine engine;

    OutcomeFilter(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Ledger known = request.getProperty(Ledger.PROPERTY) instanceof Ledger ledger ? ledger : null;
        List<PendingTask> attached = PendingTask.attachableExists() ? takeAttached(response) : List.of();
        if (known == null && attached.isEmpty()) {
            return;
        }
        // of the request, though a task of another one may run on this thread
        Ledger present = known != null ? known : engine.requestLedger();
        attached.forEach(present::attach);
        Outcome outcome = Outcome.ofStatus(response.getStatus());
        present.record(outcome);
        if (!present.isWatched()) {
            // an attached task on a thread that no gate knows: the best moment left is this one
            present.release(outcome, Runnable::run);
        }
    }

    /** Leaves values of the application's own in the header. */
    private static List<PendingTask> takeAttached(ContainerResponseContext response) {
        List<Object> values = response.getHeaders().get(BackgroundTask.HEADER);
        if (values == null) {
            return List.of();
        }
        List<PendingTask> tasks = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof PendingTask task) {
                tasks.add(task);
            } else {
                others.add(value);
            }
        }
        if (others.isEmpty()) {
            response.getHeaders().remove(BackgroundTask.HEADER);
        } else if (!tasks.isEmpty()) {
            response.getHeaders().put(BackgroundTask.HEADER, others);
        }
        return tasks;
    }
}
