package org.backgroundtasks.it.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.backgroundtasks.BackgroundTasks;

/** Tasks that wait for a file to appear, take 100 ms and write their number down in another: it outlives the application. */
@ApplicationScoped
public class Waiting {

    static final String GO = "go";
    static final String RAN = "ran";

    private static final long TASK_MILLIS = 100;
    private static final long LOOK_AGAIN_MILLIS = 20;

    void run(int number, String directory) throws InterruptedException, IOException {
        await(directory);
        Thread.sleep(TASK_MILLIS);
        // fails once the application is gone
        CDI.current().select(Waiting.class).get().look(directory);
        Files.writeString(
                Path.of(directory, RAN), number + "\n", US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    boolean look(String directory) {
        return Files.exists(Path.of(directory, GO));
    }

    void await(String directory) throws InterruptedException {
        while (!look(directory)) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Waiting over HTTP. */
    @jakarta.ws.rs.Path("waiting")
    @RequestScoped
    @Produces(MediaType.TEXT_PLAIN)
    public static class Resource {

        @Inject
        Waiting waiting;

        @Inject
        BackgroundTasks tasks;

        @GET
        @jakarta.ws.rs.Path("add/{number}")
        public String add(@PathParam("number") int number, @QueryParam("directory") String directory) {
            tasks.named("task-" + number).add(waiting::run, number, directory);
            return "added " + number;
        }

        /** Begins its response, and ends it when the file is there. */
        @GET
        @jakarta.ws.rs.Path("stream/{number}")
        public StreamingOutput stream(@PathParam("number") int number, @QueryParam("directory") String directory) {
            tasks.named("task-" + number).add(waiting::run, number, directory);
            return out -> {
                out.write("begun,".getBytes(US_ASCII));
                out.flush();
                try {
                    waiting.await(directory);
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                out.write("ended".getBytes(US_ASCII));
            };
        }
    }
}
