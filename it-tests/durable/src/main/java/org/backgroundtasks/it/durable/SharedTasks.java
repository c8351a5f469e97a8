package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.nio.file.Paths;
import java.util.stream.IntStream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.status.TaskStatuses;

/** Tasks of an application on several nodes, which run until the case lets them end. */
@Path("shared")
@RequestScoped
public class SharedTasks {

    /** Says that it has begun, and that it has ended. */
    @ApplicationScoped
    public static class Held implements TaskHandler<Note> {

        @Inject
        Journal journal;

        @Inject
        TaskContext task;

        @Override
        public void handle(Note note) throws InterruptedException {
            task.progress(0.5, "half of " + note.text());
            journal.record("begun", note.text());
            journal.hold("end");
            journal.record("ended", note.text());
        }
    }

    @Inject
    BackgroundTasks tasks;

    @Inject
    DurableTasks durable;

    @Inject
    TaskStatuses statuses;

    @Inject
    Held held;

    @POST
    @Path("memory")
    public Response inMemory() {
        return statuses.accepted(tasks.named("memory").add(held::handle, new Note("memory")))
                .build();
    }

    @POST
    @Path("durable")
    public Response durable() {
        return statuses.accepted(durable.named("durable").add(Held.class, new Note("durable")))
                .build();
    }

    @POST
    @Path("failing")
    public String failing() {
        return durable.add(Failing.class, new Note("failing")).id();
    }

    /** Ends what {@link #many} has begun. */
    @DELETE
    @Path("log")
    public void close() {
        LogFile.closeAll();
    }

    /** Adds tasks in memory, and writes what the library logs to a file that outlives the application. */
    @POST
    @Path("many/{number}")
    public void many(@PathParam("number") int number, @QueryParam("log") String log) {
        LogFile.open(Paths.get(log));
        IntStream.rangeClosed(1, number).forEach(i -> durable.inMemory().add(Held.class, new Note("number " + i)));
    }
}
