package org.backgroundtasks.database.internal.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.status.TaskStatuses;

/** Answers 202 with tasks that take a while, so that a node may be killed before, at and after each of their turns. */
@Path("turns")
@ApplicationScoped
public class Turns {

    private static final long WHILE_MILLIS = 200;

    /** Takes its while. */
    @ApplicationScoped
    public static class Take implements TaskHandler<String> {

        @Inject
        TaskContext task;

        @Override
        public void handle(String name) throws InterruptedException {
            task.progress(0.5, "half of " + name);
            Thread.sleep(WHILE_MILLIS);
        }
    }

    @Inject
    BackgroundTasks tasks;

    @Inject
    DurableTasks durable;

    @Inject
    TaskStatuses statuses;

    @Inject
    Take take;

    @POST
    @Path("memory")
    public Response inMemory() {
        return statuses.accepted(tasks.add(take::handle, "memory")).build();
    }

    @POST
    @Path("durable")
    public Response durable() {
        return statuses.accepted(durable.add(Take.class, "durable")).build();
    }
}
