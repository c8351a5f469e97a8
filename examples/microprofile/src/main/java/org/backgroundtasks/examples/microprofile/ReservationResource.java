package org.backgroundtasks.examples.microprofile;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** Reservations, which the warehouse hears of after the response. */
@Path("reservations/{article}")
@RequestScoped
public class ReservationResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Warehouse warehouse;

    /** Reserves. */
    @POST
    public void reserve(@PathParam("article") String article) {
        tasks.named("reserve").add(warehouse::reserve, article);
    }
}
