package org.backgroundtasks.database.internal.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.status.TaskStatuses;

/** Adds tasks in memory that do not end in a node's own process, and do in the test's. */
@Path("stuck")
@ApplicationScoped
public class Stuck {

    static final Collection<String> HANDLED = new ConcurrentLinkedQueue<>();
    static volatile CountDownLatch mayEnd = new CountDownLatch(1);

    /** Says which task it is, once it may. */
    @ApplicationScoped
    public static class Send implements TaskHandler<String> {

        @Override
        public void handle(String name) throws InterruptedException {
            mayEnd.await();
            HANDLED.add(name);
        }
    }

    @Inject
    DurableTasks durable;

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @POST
    @Path("many/{number}")
    public Response many(@PathParam("number") int number) {
        for (int i = 1; i < number; i++) {
            durable.inMemory().add(Send.class, "number " + i);
        }
        return statuses.accepted(durable.inMemory().add(Send.class, "number " + number))
                .build();
    }

    @POST
    @Path("memory")
    public Response memory() {
        return statuses.accepted(tasks.add(() -> new CountDownLatch(1).await())).build();
    }
}
