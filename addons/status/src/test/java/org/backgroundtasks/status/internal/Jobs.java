package org.backgroundtasks.status.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.status.TaskStatuses;

/** Answers 202 with tasks that do, one after another, what the test says. */
@Path("jobs")
@ApplicationScoped
public class Jobs {

    /** One step of a task. */
    interface Step {
        void take() throws Exception;
    }

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> journal = new LinkedBlockingQueue<>();

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @Inject
    TaskContext task;

    @POST
    public Response add(@QueryParam("name") String name, @QueryParam("timeout") String timeout) {
        BackgroundTasks queue = name == null ? tasks : tasks.named(name);
        if (timeout != null) {
            queue = queue.timeout(Duration.parse(timeout));
        }
        return statuses.accepted(queue.add(this::work)).build();
    }

    @POST
    @Path("failing-request")
    public Response discarded() {
        return statuses.accepted(tasks.add(this::work)).status(422).build();
    }

    /** Asks for the status of a task that was not marked before, and does so twice. */
    @POST
    @Path("twice")
    public Response twice() {
        BackgroundTask added = tasks.add(this::work);
        URI address = statuses.address(added);
        return statuses.accepted(added).header("Again", address).build();
    }

    @POST
    @Path("untracked/{name}")
    public void untracked(@PathParam("name") String name) {
        tasks.named(name).add(this::work);
    }

    @POST
    @Path("async")
    public Response async() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        return statuses.accepted(tasks.addAsync(() -> never)).build();
    }

    private void work() throws Exception {
        try {
            journal.add("started");
            for (Step step = steps.take(); step != END; step = steps.take()) {
                step.take();
            }
        } catch (InterruptedException interrupted) {
            journal.add("cancelled " + task.isCancelled());
            throw interrupted;
        }
    }

    private static final Step END = () -> {};

    void progress(double fraction, String message) {
        steps.add(() -> task.progress(fraction, message));
    }

    /** Is {@link #heard} once the steps before it are taken. */
    void note(String text) {
        steps.add(() -> journal.add(text));
    }

    void result(URI location) {
        steps.add(() -> statuses.result(location));
    }

    void fail(Exception cause) {
        steps.add(() -> {
            throw cause;
        });
    }

    void end() {
        steps.add(END);
    }

    String heard() throws InterruptedException {
        return journal.take();
    }

    static Exception forClients(String message) {
        return new BadRequestException(message);
    }
}
