package org.backgroundtasks.it.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** Durable tasks that leave a mark in a file, which outlives the server, and then end it or never end. */
public final class Marks {

    static final String FILE = "marks";

    /** What a task does after its mark. */
    public enum Act {
        END,
        HANG,
        KILL
    }

    /** Where the mark goes. */
    public record Mark(String file, Act act) {}

    private Marks() {}

    static void leave(String file, String mark) throws IOException {
        Files.writeString(Path.of(file), mark + "\n", US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Leaves the attempt. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 100, longestDelay = 100, unit = ChronoUnit.MILLIS)
    public static class Handler implements TaskHandler<Mark> {

        @Inject
        TaskContext task;

        @Override
        public void handle(Mark mark) throws IOException, InterruptedException {
            leave(mark.file(), "attempt " + task.attempt());
            if (mark.act() == Act.KILL) {
                Runtime.getRuntime().halt(137);
            }
            // the second time is on the next server
            if (mark.act() == Act.HANG
                    && Files.readAllLines(Path.of(mark.file())).size() == 1) {
                new CountDownLatch(1).await();
            }
        }
    }

    /** Adds them. */
    @jakarta.ws.rs.Path("marks")
    @RequestScoped
    public static class Resource {

        @Inject
        DurableTasks durable;

        @POST
        public void add(@QueryParam("file") String file, @QueryParam("act") Act act) {
            durable.add(Handler.class, new Mark(file, act));
        }
    }
}
