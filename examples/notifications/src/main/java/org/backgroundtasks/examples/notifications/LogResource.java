package org.backgroundtasks.examples.notifications;

import static jakarta.enterprise.event.Reception.IF_EXISTS;
import static java.util.concurrent.TimeUnit.SECONDS;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The log. A reader who says which version it has is answered at the next line, or unchanged after two seconds. */
@Path("log")
@ApplicationScoped
public class LogResource {

    // not longer: a server that shuts down waits for it
    private static final long PATIENCE_SECONDS = 2;

    private record Reader(long known, AsyncResponse response) {}

    private final Set<Reader> waiting = ConcurrentHashMap.newKeySet();

    @Inject
    NotificationLog log;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public void read(@QueryParam("after") @DefaultValue("-1") long after, @Suspended AsyncResponse response) {
        var reader = new Reader(after, response);
        response.setTimeout(PATIENCE_SECONDS, SECONDS);
        response.setTimeoutHandler(late -> answer(reader));
        // first in, then look: a line written in between is not missed
        waiting.add(reader);
        answerUnlessKnown(reader, log.version());
    }

    void changed(@Observes(notifyObserver = IF_EXISTS) LogChanged change) {
        waiting.forEach(reader -> answerUnlessKnown(reader, change.version()));
    }

    private void answerUnlessKnown(Reader reader, long version) {
        if (reader.known() != version) {
            answer(reader);
        }
    }

    private void answer(Reader reader) {
        if (waiting.remove(reader)) {
            try {
                reader.response().resume(log.since(reader.known()));
            } catch (IOException e) {
                reader.response().resume(e);
            }
        }
    }
}
