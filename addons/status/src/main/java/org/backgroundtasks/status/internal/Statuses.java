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

/** What stands behind the injected reference. */
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
        Objects.requireNonNull(task, "The task whose status clients may ask for must not be null");
        @Nullable Addressed found = tracked.of(task);
        if (found == null) {
            throw new IllegalArgumentException(
                    "Only a task that was added has a status, as in statuses.accepted(tasks.add(…)), not " + task);
        }
        if (settings.bindToCaller()) {
            found.task().bindTo(owner());
        }
        return found;
    }

    private String owner() {
        String name = caller.name();
        if (name == null) {
            throw new IllegalStateException(
                    "A status is for the caller alone who gets its address, as " + StatusSettings.BIND_TO_CALLER
                            + " says, but this request has no caller: have the application ask for a login here, with a"
                            + " security constraint on this path, or remove the setting");
        }
        return name;
    }

    @Override
    public void result(URI location) {
        Objects.requireNonNull(location, "The address of the result must not be null");
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
