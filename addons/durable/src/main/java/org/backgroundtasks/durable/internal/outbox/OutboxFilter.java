package org.backgroundtasks.durable.internal.outbox;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.Supplier;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.TaskStore;

/**
 * Gives each request its outbox, and has what is in it stored before the response is written. Among the response filters
 * the last but the core's, which has to see the final status. May run twice for one request, when an entity cannot be
 * written and an error takes its place.
 */
@PreMatching
@Priority(Integer.MIN_VALUE + 1)
public final class OutboxFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private static final String PROPERTY = "org.backgroundtasks.durable.outbox";
    private static final int FIRST_ERROR_STATUS = 400;
    private static final int FIRST_SERVER_ERROR_STATUS = 500;

    private final CurrentRequest current;
    private final Supplier<TaskStore> store;
    private final int maxPerRequest;

    public OutboxFilter(CurrentRequest current, Supplier<TaskStore> store, int maxPerRequest) {
        this.current = current;
        this.store = store;
        this.maxPerRequest = maxPerRequest;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        RequestOutbox outbox = new RequestOutbox(new Outbox(maxPerRequest), request);
        try {
            current.set(outbox);
            request.setProperty(PROPERTY, outbox.outbox());
        } catch (ContextNotActiveException noRequestScope) {
            LOG.log(
                    Level.DEBUG,
                    "A request without a request scope: its durable tasks are stored at once",
                    noRequestScope);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(PROPERTY) instanceof Outbox outbox)) {
            return;
        }
        List<OutgoingTask> tasks = outbox.close();
        NotStoredException refusal = outbox.refusal();
        if (refusal != null && response.getStatus() >= FIRST_SERVER_ERROR_STATUS) {
            becomeUnavailable(response);
        } else if (response.getStatus() >= FIRST_ERROR_STATUS) {
            tasks.forEach(task -> task.discarded("the request failed"));
        } else if (!tasks.isEmpty()) {
            try {
                store.get().store(toStore(tasks));
            } catch (NotStoredException notStored) {
                LOG.log(Level.ERROR, "A request is answered with 503", notStored);
                becomeUnavailable(response);
                tasks.forEach(task -> task.discarded("it could not be stored"));
                return;
            }
            tasks.forEach(OutgoingTask::stored);
        }
    }

    static List<NewTask> toStore(List<OutgoingTask> tasks) {
        return tasks.stream().map(OutgoingTask::toStore).toList();
    }

    /** Whatever described the entity that is not sent goes with it. */
    private static void becomeUnavailable(ContainerResponseContext response) {
        response.getHeaders().keySet().removeIf(NotStoredExceptionMapper::describesEntity);
        response.setStatus(NotStoredExceptionMapper.STATUS);
        response.getHeaders()
                .putSingle(NotStoredExceptionMapper.RETRY_AFTER, NotStoredExceptionMapper.RETRY_AFTER_SECONDS);
        response.setEntity(
                NotStoredExceptionMapper.problem(), new Annotation[0], NotStoredExceptionMapper.PROBLEM_JSON);
    }
}
