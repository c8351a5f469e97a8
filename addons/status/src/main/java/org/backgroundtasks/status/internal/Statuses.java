package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.util.Objects;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.status.TaskStatuses;
import org.backgroundtasks.status.internal.TrackedTasks.Addressed;
import org.jspecify.annotations.Nullable;

/** Implements the injected {@code TaskStatuses}. */
record Statuses(
        TrackedTasks tracked,
        StatusSettings settings,
        TaskContext current,
        BackgroundTasksEngine engine,
        CurrentCaller caller)
        implements TaskStatuses {

    @Override
    public ResponseBuilder accepted(BackgroundTask task) {
        Addressed found = find(task);
        return Response.accepted()
                .location(address(found))
                .header(HttpHeaders.RETRY_AFTER, settings.retryAfterSeconds())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(StatusJson.of(found.task().status(), null).toString());
    }

    @Override
    public URI address(BackgroundTask task) {
        return address(find(task));
    }

    private static URI address(Addressed task) {
        // Jakarta REST makes it absolute, by the application's base URI
        return URI.create(StatusResource.PATH + '/' + task.id().text());
    }

    private Addressed find(BackgroundTask task) {
        Objects.requireNonNull(task, "Task must not be null. Pass what tasks.add(…) returned.");
        @Nullable Addressed found = tracked.of(task);
        if (found == null) {
            throw new IllegalArgumentException("Only a task that was added has a status, and this one was not: " + task
                    + ". Pass what tasks.add(…) returned.");
        }
        if (settings.bindToCaller()) {
            found.task().bindTo(owner());
        }
        tracked.addressed(found.task());
        return found;
    }

    private String owner() {
        String name = caller.name();
        if (name == null) {
            throw new IllegalStateException(StatusSettings.BIND_TO_CALLER
                    + " binds a status to its caller, but this request has none. Add a security"
                    + " constraint on this path, so that the server asks for a login, or remove the setting.");
        }
        return name;
    }

    @Override
    public void result(URI location) {
        Objects.requireNonNull(location, "Address of the result must not be null.");
        TrackedTask task = tracked.unfinished(current.id());
        AddedTask running = engine.currentTask();
        if (running != null) {
            running.attachResult(location);
        }
        if (task != null) {
            task.result(location);
        }
    }
}
