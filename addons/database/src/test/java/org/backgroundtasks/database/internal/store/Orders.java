package org.backgroundtasks.database.internal.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** An application that takes orders, and what became of them. */
@Path("orders")
@ApplicationScoped
public class Orders {

    /** What is stored. */
    public record Placed(String order) {}

    /** Writes the order down. */
    @ApplicationScoped
    public static class Note implements TaskHandler<Placed> {

        static final Queue<String> HANDLED = new ConcurrentLinkedQueue<>();

        @Override
        public void handle(Placed placed) {
            HANDLED.add(placed.order());
        }
    }

    /** Never manages to. */
    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 50, longestDelay = 100, unit = java.time.temporal.ChronoUnit.MILLIS)
    public static class Fail implements TaskHandler<Placed> {

        static final Queue<Integer> ATTEMPTS = new ConcurrentLinkedQueue<>();

        @Inject
        TaskContext task;

        @Override
        public void handle(Placed placed) {
            ATTEMPTS.add(task.attempt());
            throw new IllegalStateException("no paper left for " + placed.order());
        }
    }

    @Inject
    DurableTasks durable;

    @POST
    @Path("note/{order}")
    public String note(@PathParam("order") String order) {
        return durable.add(Note.class, new Placed(order)).id();
    }

    @POST
    @Path("fail/{order}")
    public String fail(@PathParam("order") String order) {
        return durable.add(Fail.class, new Placed(order)).id();
    }

    @POST
    @Path("three")
    public Response three() {
        for (int i = 0; i < 3; i++) {
            durable.add(Note.class, new Placed("number " + i));
        }
        return Response.accepted().build();
    }

    @POST
    @Path("conflict")
    public Response conflict() {
        durable.add(Note.class, new Placed("conflict"));
        return Response.status(409).build();
    }

    @POST
    @Path("delayed")
    public Response delayed() {
        durable.delayed(Duration.ofHours(1)).add(Note.class, new Placed("delayed"));
        return Response.accepted().build();
    }

    @POST
    @Path("large")
    public Response large() {
        durable.add(Note.class, new Placed("ä".repeat(1024 * 1024)));
        return Response.accepted().build();
    }
}
