package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import org.backgroundtasks.BackgroundTasks;

/** Shipments, which a subscriber hears of. */
@Path("shipments")
@RequestScoped
public class ShipmentResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Webhooks webhooks;

    /** Ships. */
    @POST
    public void ship(@QueryParam("subscriber") URI subscriber) {
        tasks.named("webhook").addAsync(() -> webhooks.post(subscriber, "{\"event\": \"shipped\"}"));
    }
}
