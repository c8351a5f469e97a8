package org.backgroundtasks.it.reliability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.util.stream.IntStream;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;

/** The tasks of {@link Waiting} with a handler, in memory. */
public final class Held {

    /** Which task it is, and where its file is to appear. */
    public record Turn(int number, String directory) {}

    private Held() {}

    /** Waits and writes its number down. */
    @ApplicationScoped
    public static class Handler implements TaskHandler<Turn> {

        @Inject
        Waiting waiting;

        @Override
        public void handle(Turn turn) throws IOException, InterruptedException {
            waiting.run(turn.number(), turn.directory());
        }
    }

    /** Adds them. */
    @Path("held")
    @RequestScoped
    public static class Resource {

        @Inject
        DurableTasks durable;

        @POST
        @Path("{count}")
        public void add(@PathParam("count") int count, @QueryParam("directory") String directory) {
            DurableTasks memory = durable.inMemory();
            IntStream.range(0, count).forEach(number -> memory.add(Handler.class, new Turn(number, directory)));
        }
    }
}
