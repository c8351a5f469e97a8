package org.backgroundtasks.it.reliability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.backgroundtasks.BackgroundTasks;

/** Tasks that carry numbers; a bitmap tells which have run. Thread-safe. */
@ApplicationScoped
public class Numbers {

    private static final int MOST = 1 << 21;
    private static final long LIMIT_SECONDS = 25;

    // of full size from the start, so that it never makes the heap grow
    private final AtomicLongArray bitmap = new AtomicLongArray(MOST / Long.SIZE);
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final Object lock = new Object();

    void run(int number, long millis) throws InterruptedException {
        Thread.sleep(millis);
        long bit = 1L << number;
        if ((bitmap.getAndAccumulate(number / Long.SIZE, bit, (word, added) -> word | added) & bit) != 0) {
            again.incrementAndGet();
        } else {
            ran.incrementAndGet();
        }
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** How many have run, once that many have or at the limit, and how many ran again. */
    String report(int count) throws InterruptedException {
        await(() -> ran.get() >= count);
        return ran + " " + again;
    }

    /** Whether a number has run, once it has or at the limit. */
    boolean hasRun(int number) throws InterruptedException {
        return await(() -> (bitmap.get(number / Long.SIZE) & 1L << number) != 0);
    }

    private interface Condition {
        boolean holds();
    }

    private boolean await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (lock) {
            for (long left = end - System.nanoTime(); left > 0 && !condition.holds(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return condition.holds();
        }
    }

    /** Numbers over HTTP. */
    @Path("numbers")
    @RequestScoped
    @Produces(MediaType.TEXT_PLAIN)
    public static class Resource {

        @Inject
        Numbers numbers;

        @Inject
        BackgroundTasks tasks;

        @GET
        @Path("add/{first}/{count}")
        public String add(
                @PathParam("first") int first,
                @PathParam("count") int count,
                @QueryParam("millis") long millis,
                @QueryParam("bytes") int bytes) {
            Numbers those = numbers;
            for (int number = first; number < first + count; number++) {
                tasks.add(those::run, number, millis);
            }
            return bytes == 0 ? "added " + first : "x".repeat(bytes);
        }

        @GET
        @Path("ran/{count}")
        public String ran(@PathParam("count") int count) throws InterruptedException {
            return numbers.report(count);
        }

        @GET
        @Path("one/{number}")
        public boolean one(@PathParam("number") int number) throws InterruptedException {
            return numbers.hasRun(number);
        }
    }
}
