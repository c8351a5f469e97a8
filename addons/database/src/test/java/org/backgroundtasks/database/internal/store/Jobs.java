package org.backgroundtasks.database.internal.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.status.TaskStatuses;

/** Answers 202 with tasks that run until the test lets them end. */
@Path("jobs")
@ApplicationScoped
public class Jobs {

    static final Map<String, CountDownLatch> MAY_END = new ConcurrentHashMap<>();
    static final BlockingQueue<String> STARTED = new LinkedBlockingQueue<>();

    /** What a durable job is. */
    public record Job(String name) {}

    /** Does a durable job. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 10, longestDelay = 10, unit = java.time.temporal.ChronoUnit.MILLIS)
    public static class Work implements TaskHandler<Job> {

        @Inject
        Jobs jobs;

        @Override
        public void handle(Job job) throws Exception {
            jobs.work(job.name());
        }
    }

    @Inject
    BackgroundTasks tasks;

    @Inject
    DurableTasks durable;

    @Inject
    TaskStatuses statuses;

    @Inject
    TaskContext task;

    @POST
    @Path("memory/{name}")
    public Response inMemory(@PathParam("name") String name) {
        return statuses.accepted(tasks.named(name).add(this::work, name)).build();
    }

    @POST
    @Path("durable/{name}")
    public Response durable(@PathParam("name") String name) {
        return statuses.accepted(durable.named(name).add(Work.class, new Job(name)))
                .build();
    }

    @POST
    @Path("untracked/{name}")
    public Response untracked(@PathParam("name") String name) {
        durable.named(name).add(Work.class, new Job(name));
        return Response.accepted().build();
    }

    void work(String name) throws Exception {
        STARTED.add(name);
        task.progress(0.5, "half of " + name);
        MAY_END.computeIfAbsent(name, unknown -> new CountDownLatch(1)).await();
        if (name.startsWith("slow")) {
            task.progress(0.9, "most of " + name);
            MAY_END.computeIfAbsent("end of " + name, unknown -> new CountDownLatch(1))
                    .await();
        }
        if (name.startsWith("bad")) {
            throw new IllegalStateException("no such " + name);
        }
    }

    static void end(String name) {
        MAY_END.computeIfAbsent(name, unknown -> new CountDownLatch(1)).countDown();
    }
}
