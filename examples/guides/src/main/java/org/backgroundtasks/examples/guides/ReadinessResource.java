package org.backgroundtasks.examples.guides;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.backgroundtasks.BackgroundTasksMonitor;

/** Tells a load balancer whether to send requests here. */
@Path("ready")
public class ReadinessResource {

    private static final long ENOUGH = 1_000;

    @Inject
    BackgroundTasksMonitor monitor;

    /** 503 while too many tasks wait. */
    @GET
    public Response ready() {
        boolean ready = monitor.waiting() < ENOUGH;
        return Response.status(ready ? Status.OK : Status.SERVICE_UNAVAILABLE)
                .entity(monitor.waiting() + " waiting, " + monitor.running() + " running, " + monitor.failed()
                        + " failed")
                .build();
    }
}
