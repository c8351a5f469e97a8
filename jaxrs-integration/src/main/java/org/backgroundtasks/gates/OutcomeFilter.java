package org.backgroundtasks.gates;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
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
        Ledger ledger = (Ledger) request.getProperty(Ledger.PROPERTY);
        boolean attached =
                PendingTask.attachableExists() && response.getHeaders().containsKey(BackgroundTask.HEADER);
        if (ledger == null && !attached) {
            return;
        }
        Ledger present = ledger != null ? ledger : engine.ledger();
        if (attached) {
            addAttached(present, response.getHeaders().remove(BackgroundTask.HEADER));
        }
        Outcome outcome = Outcome.ofStatus(response.getStatus());
        present.record(outcome);
        if (!present.isWatched()) {
            // an attached task on a thread that no gate knows: the best moment left is this one
            present.release(outcome, Runnable::run);
        }
    }

    private static void addAttached(Ledger ledger, List<Object> tasks) {
        for (Object task : tasks) {
            if (!(task instanceof PendingTask attached)) {
                throw new IllegalArgumentException("The response header " + BackgroundTask.HEADER
                        + " carries background tasks made with BackgroundTask.of(…), not " + task);
            }
            ledger.attach(attached);
        }
    }
}
