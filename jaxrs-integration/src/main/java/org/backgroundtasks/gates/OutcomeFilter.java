package org.backgroundtasks.gates;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.AttachableTask;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

/**
 * Records the status that the response is about to have, and takes over the tasks attached to it. Runs last of the response
 * filters. May run twice for one request, when an entity cannot be written and an error takes its place.
 */
@Priority(Integer.MIN_VALUE)
final class OutcomeFilter implements ContainerResponseFilter {

    private final BackgroundTasksEngine engine;

    OutcomeFilter(BackgroundTasksEngine engine) {
        this.engine = engine;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        RequestTasks tasks = request.getProperty(RequestTasks.PROPERTY) instanceof RequestTasks known ? known : null;
        boolean attached = AttachableTask.anyMade() && carriesTask(response);
        if (tasks == null && !attached) {
            return;
        }
        RequestTasks present = tasks != null ? tasks : engine.gates().requestTasks();
        if (attached) {
            takeOver(response.getHeaders(), present);
        }
        Outcome outcome = Outcome.ofStatus(response.getStatus());
        present.record(outcome);
        if (!present.isWatched()) {
            // an attached task on a thread that no gate knows: the best moment left is this one
            present.release(outcome, Runnable::run);
        }
    }

    private static boolean carriesTask(ContainerResponseContext response) {
        List<Object> values = response.getHeaders().get(BackgroundTask.HEADER);
        return values != null && values.stream().anyMatch(AttachableTask.class::isInstance);
    }

    /** Leaves a header of the application's own that happens to have this name. */
    private static void takeOver(MultivaluedMap<String, Object> headers, RequestTasks tasks) {
        List<Object> others = new ArrayList<>();
        for (Object value : Objects.requireNonNull(headers.remove(BackgroundTask.HEADER))) {
            if (!tasks.attach(value)) {
                others.add(value);
            }
        }
        if (!others.isEmpty()) {
            headers.put(BackgroundTask.HEADER, others);
        }
    }
}
