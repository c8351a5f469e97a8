package org.backgroundtasks.durable.internal.jms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;

/** Adds tasks in memory that do not end before the test lets them, which it cannot in a node's own process. */
@Path("receipts")
@ApplicationScoped
public class Receipts {

    static final BlockingQueue<String> BEGUN = new LinkedBlockingQueue<>();
    static final BlockingQueue<String> HANDLED = new LinkedBlockingQueue<>();
    static volatile CountDownLatch mayEnd = new CountDownLatch(1);

    /** Says which task it is, once it may. */
    @ApplicationScoped
    public static class Send implements TaskHandler<String> {

        @Override
        public void handle(String name) throws InterruptedException {
            BEGUN.add(name);
            mayEnd.await();
            HANDLED.add(name);
        }
    }

    @Inject
    DurableTasks durable;

    @POST
    @Path("{number}")
    public void send(@PathParam("number") int number) {
        IntStream.rangeClosed(1, number).forEach(i -> durable.inMemory().add(Send.class, "receipt " + i));
    }
}
