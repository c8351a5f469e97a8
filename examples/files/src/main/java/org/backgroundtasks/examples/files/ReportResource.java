package org.backgroundtasks.examples.files;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The results, at the addresses that the statuses name. */
@Path("reports/{id}")
@RequestScoped
public class ReportResource {

    @Inject
    Reports reports;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Report get(@PathParam("id") String id) {
        Report report = reports.get(id);
        if (report == null) {
            throw new NotFoundException();
        }
        return report;
    }
}
