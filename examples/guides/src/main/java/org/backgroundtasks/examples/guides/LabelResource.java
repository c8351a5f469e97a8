package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** Labels, which the printer prints after the response. */
@Path("labels/{order}")
@RequestScoped
public class LabelResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    LabelPrinter printer;

    /** Prints one. */
    @POST
    public void print(@PathParam("order") String order) {
        tasks.on("concurrent/printer").add(printer::print, order);
    }
}
