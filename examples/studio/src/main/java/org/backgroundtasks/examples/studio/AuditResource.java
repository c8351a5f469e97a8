package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;

/** Shows the audit. */
@Path("audit")
@RequestScoped
public class AuditResource {

    @Inject
    Audit audit;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<String> latest() throws SQLException {
        return audit.latest();
    }
}
