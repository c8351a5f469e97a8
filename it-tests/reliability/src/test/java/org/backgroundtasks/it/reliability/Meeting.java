package org.backgroundtasks.it.reliability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.TimeUnit;

/** Requests that wait for each other, so that each has a thread of the server. Needs no library. Thread-safe. */
@ApplicationScoped
@Path("meeting")
@Produces(MediaType.TEXT_PLAIN)
public class Meeting {

    private static final long LIMIT_SECONDS = 20;

    // not the bean itself: its proxy's methods are synchronized as well
    private final Object lock = new Object();
    private int came;

    /**
     * Answers once there are so many have come since the last meeting.
     *
     * @param count how many
     * @return whether they did
     */
    @GET
    @Path("{count}")
    public boolean meet(@PathParam("count") int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (lock) {
            int meeting = came++ / count;
            lock.notifyAll();
            for (long left = end - System.nanoTime();
                    left > 0 && came / count == meeting;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return came / count > meeting;
        }
    }
}
